namespace Granary.Formulas.Schedules;

/// <summary>A schedule and its numbers. Numbers of other schedules are ignored.</summary>
/// <param name="Kind">The schedule.</param>
public sealed record ScheduleSettings(ScheduleKind Kind)
{
    /// <summary>A rate that never changes.</summary>
    public static ScheduleSettings Constant { get; } = new(ScheduleKind.Constant);

    /// <summary>Steps, from the first one on, in which the rate rises in equal parts from <c>1 / WarmupSteps</c> of itself; 0 for none.</summary>
    public long WarmupSteps { get; init; }

    /// <summary>The factor of <see cref="ScheduleKind.Step"/> and <see cref="ScheduleKind.Exponential"/>, above 0.</summary>
    public double Gamma { get; init; } = 0.1;

    /// <summary>Steps between two falls of <see cref="ScheduleKind.Step"/>, at least 1.</summary>
    public long EverySteps { get; init; } = 1;

    /// <summary>Steps of a schedule that has an end, at least 1; the warm-up is not counted.</summary>
    public long Length { get; init; } = 1;

    /// <summary>The rate at the end of <see cref="ScheduleKind.Cosine"/>, at least 0.</summary>
    public double Least { get; init; }

    /// <summary>The share of <see cref="ScheduleKind.OneCycle"/> in which the rate rises, above 0 and below 1.</summary>
    public double StartShare { get; init; } = 0.3;

    /// <summary>What <see cref="ScheduleKind.OneCycle"/> divides the rate by to begin with, at least 1.</summary>
    public double Divisor { get; init; } = 25;

    /// <summary>What <see cref="ScheduleKind.OneCycle"/> divides the first rate by to end with, at least 1.</summary>
    public double FinalDivisor { get; init; } = 1e4;
}
