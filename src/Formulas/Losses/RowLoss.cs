namespace Granary.Formulas.Losses;

/// <summary>A loss behind an output activation.</summary>
internal abstract class RowLoss
{
    /// <summary>As <see cref="LossFunction.Evaluate"/>, with equal lengths.</summary>
    public abstract float Evaluate(Span<float> z, ReadOnlySpan<float> target, Span<float> delta);
}
