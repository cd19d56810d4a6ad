namespace Granary.Formulas.Schedules;

/// <summary>The same rate until whoever looks at the validation rows has the schedule go on with a lower one.</summary>
internal sealed class PlateauRate : RateFormula
{
    /// <inheritdoc/>
    public override bool HasGamma => true;

    /// <inheritdoc/>
    public override double At(double rate, long step, ScheduleSettings settings) => rate;
}
