namespace Granary.Formulas.Schedules;

/// <summary>Always the same rate.</summary>
internal sealed class ConstantRate : RateFormula
{
    /// <inheritdoc/>
    public override double At(double rate, long step, ScheduleSettings settings) => rate;
}
