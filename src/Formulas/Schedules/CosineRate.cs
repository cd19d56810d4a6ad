using Granary.Formulas.Functions;

namespace Granary.Formulas.Schedules;

/// <summary><c>least + (rate - least) (1 + cos(pi step / length)) / 2</c> (Loshchilov and Hutter, 2017, without restarts).</summary>
internal sealed class CosineRate : RateFormula
{
    /// <inheritdoc/>
    public override bool HasLength => true;

    /// <inheritdoc/>
    public override double At(double rate, long step, ScheduleSettings settings) => Between(rate, settings.Least, step / (double)settings.Length);

    /// <summary>A value on half a wave of a cosine.</summary>
    /// <param name="from">Its beginning.</param>
    /// <param name="to">Its end.</param>
    /// <param name="share">How much of the way is done, from 0 to 1.</param>
    public static double Between(double from, double to, double share) => to + ((from - to) * (1 + HalfTurn.Cosine(share)) / 2);
}
