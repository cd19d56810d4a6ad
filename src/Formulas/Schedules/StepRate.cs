using Granary.Formulas.Functions;

namespace Granary.Formulas.Schedules;

/// <summary><c>rate gamma^floor(step / every)</c>.</summary>
internal sealed class StepRate : RateFormula
{
    /// <inheritdoc/>
    public override bool HasGamma => true;

    /// <inheritdoc/>
    public override double At(double rate, long step, ScheduleSettings settings) => rate * WholePower.Of(settings.Gamma, step / settings.EverySteps);
}
