namespace Granary.Formulas.Schedules;

/// <summary>
/// Smith and Topin's one-cycle policy (2018), as PyTorch has it: with <c>s = startShare length - 1</c>, the rate goes along a cosine from
/// <c>rate / divisor</c> to <c>rate</c> at step <c>s</c>, and from there to <c>rate / (divisor finalDivisor)</c> at the last step.
/// </summary>
internal sealed class OneCycleRate : RateFormula
{
    /// <inheritdoc/>
    public override bool HasLength => true;

    /// <inheritdoc/>
    public override int Tail => 1;

    /// <inheritdoc/>
    public override double At(double rate, long step, ScheduleSettings settings)
    {
        var summit = (settings.StartShare * settings.Length) - 1;
        var first = rate / settings.Divisor;
        return step < summit
            ? CosineRate.Between(first, rate, step / summit)
            : CosineRate.Between(rate, first / settings.FinalDivisor, (step - summit) / (settings.Length - 1 - summit));
    }
}
