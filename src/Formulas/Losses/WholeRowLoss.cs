using Granary.Formulas.Activations;

namespace Granary.Formulas.Losses;

/// <summary>A loss that is a sum over outputs, behind an activation that needs the whole row first.</summary>
/// <typeparam name="TLoss">The loss.</typeparam>
internal sealed unsafe class WholeRowLoss<TLoss>(LayerActivation activation) : RowLoss
    where TLoss : struct, IElementwiseLoss
{
    private readonly ElementwiseRowLoss<TLoss, Identity> _loss = new();

    /// <inheritdoc/>
    public override float Evaluate(Span<float> z, ReadOnlySpan<float> target, Span<float> delta)
    {
        fixed (float* values = z, deltas = delta)
        {
            activation.Apply(values, z.Length);
            var loss = _loss.Evaluate(z, target, delta);
            activation.TimesDerivative(values, deltas, z.Length);
            return loss;
        }
    }
}
