using Granary.Formulas.Registration;

namespace Granary.Formulas.Schedules;

/// <summary>
/// The learning rate of each step, computed in float64 by functions that give the same bits on every platform. It is a function of the step
/// alone, so a job that is resumed or trained for longer never shifts it.
/// </summary>
/// <remarks>
/// In the warm-up of <c>n</c> steps, step <c>t</c> has <c>(t + 1) / n</c> of the rate that the schedule begins with. After the end of a
/// schedule that has one, the rate stays as it is there.
/// </remarks>
/// <param name="rate">The learning rate that the job names.</param>
/// <param name="settings">The schedule.</param>
public sealed class LearningRateSchedule(double rate, ScheduleSettings settings)
{
    private readonly RateFormula _formula = Of(settings.Kind);

    /// <summary>Whether a schedule has an end.</summary>
    /// <param name="kind">The schedule.</param>
    public static bool HasLength(ScheduleKind kind) => Of(kind).HasLength;

    /// <summary>Whether a schedule has a factor.</summary>
    /// <param name="kind">The schedule.</param>
    public static bool HasGamma(ScheduleKind kind) => Of(kind).HasGamma;

    /// <summary>The learning rate of a step.</summary>
    /// <param name="step">The step, from 0.</param>
    public double At(long step)
    {
        var (warmup, after) = (settings.WarmupSteps, step - settings.WarmupSteps);
        if (after < 0)
        {
            return Scheduled(0) * ((step + 1) / (double)warmup);
        }

        return Scheduled(after);
    }

    private static RateFormula Of(ScheduleKind kind) => Enum.IsDefined(kind)
        ? Registry<ScheduleKind, RateFormula>.All[(int)kind]
        : throw Registry<ScheduleKind, RateFormula>.Unknown(kind, nameof(kind));

    // PyTorch's cosine is at its least after as many steps as it is long, its one-cycle at the last of them.
    private double Scheduled(long step) => _formula.At(rate, _formula.HasLength ? Math.Min(step, settings.Length - _formula.Tail) : step, settings);
}
