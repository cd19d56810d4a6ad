namespace Granary.Formulas.Schedules;

/// <summary>The formula of a schedule: a pure function of the step.</summary>
internal abstract class RateFormula
{
    /// <summary>Whether the schedule has an end, after which the rate stays what it is there.</summary>
    public virtual bool HasLength => false;

    /// <summary>How many steps before the schedule's length the last rate is that differs from the one before.</summary>
    public virtual int Tail => 0;

    /// <summary>Whether the schedule has a factor by which the rate falls.</summary>
    public virtual bool HasGamma => false;

    /// <summary>The learning rate of a step.</summary>
    /// <param name="rate">The learning rate that the schedule is of.</param>
    /// <param name="step">The step, from 0, counted from the end of the warm-up; at most the schedule's length, where it has one.</param>
    /// <param name="settings">The schedule's numbers.</param>
    public abstract double At(double rate, long step, ScheduleSettings settings);
}
