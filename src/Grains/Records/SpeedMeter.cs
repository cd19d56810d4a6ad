namespace Granary.Grains.Records;

/// <summary>Steps and rows a second of training time. The first second is left out: code is compiled in it and caches are cold.</summary>
internal sealed class SpeedMeter
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1);

    private (long Steps, long Rows, TimeSpan Time) _warmUp;
    private (long Steps, long Rows, TimeSpan Time) _measured;

    // What was measured before a restart, until there is something new.
    private (double Steps, double Rows) _before;

    public double StepsPerSecond => Current.Steps > 0 ? PerSecond(Current.Steps) : _before.Steps;

    public double RowsPerSecond => Current.Steps > 0 ? PerSecond(Current.Rows) : _before.Rows;

    private (long Steps, long Rows, TimeSpan Time) Current => _measured.Steps > 0 ? _measured : _warmUp;

    public void Restore(double stepsPerSecond, double rowsPerSecond) => _before = (stepsPerSecond, rowsPerSecond);

    public void Add(long steps, long rows, TimeSpan time)
    {
        ref var sum = ref _warmUp.Time < WarmUp ? ref _warmUp : ref _measured;
        sum = (sum.Steps + steps, sum.Rows + rows, sum.Time + time);
    }

    private double PerSecond(long count) => Current.Time > TimeSpan.Zero ? count / Current.Time.TotalSeconds : 0;
}
