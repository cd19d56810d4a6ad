using Granary.Formulas.Functions;

namespace Granary.Formulas.Schedules;

/// <summary><c>rate gamma^step</c>.</summary>
internal sealed class ExponentialRate : RateFormula
{
    /// <inheritdoc/>
    public override bool HasGamma => true;

    /// <inheritdoc/>
    public override double At(double rate, long step, ScheduleSettings settings) => rate * WholePower.Of(settings.Gamma, step);
}
