namespace Granary.Grains.Widths;

/// <summary>The speed of a job's last spans on one number of silos.</summary>
/// <param name="Steps">Steps, the older ones with less weight.</param>
/// <param name="Seconds">What they took, likewise.</param>
internal readonly record struct SeenSpeed(double Steps, double Seconds)
{
    // Of what is older only half counts, so that a job that gets slower is seen to.
    private const double Memory = 2;

    // The machine does other things too, and a span or two even them out.
    private const double Enough = 0.8;

    /// <summary>Whether it was seen for long enough to be compared.</summary>
    public bool IsEnough => Seconds >= Enough;

    /// <summary>Whether nothing was seen.</summary>
    public bool IsNone => Seconds == 0;

    /// <summary>What a step took; of meaning when something was seen.</summary>
    public double SecondsPerStep => Seconds / Steps;

    /// <summary>The same with another span.</summary>
    public SeenSpeed With(long steps, TimeSpan duration)
    {
        var kept = Seconds > Memory ? 0.5 : 1;
        return new SeenSpeed((kept * Steps) + steps, (kept * Seconds) + duration.TotalSeconds);
    }
}
