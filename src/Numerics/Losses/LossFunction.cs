using Granary.Numerics.Activations;

namespace Granary.Numerics.Losses;

/// <summary>The losses' values and derivatives, together with the output layer's activation.</summary>
public static class LossFunction
{
    /// <summary>Replaces <c>z</c> by the outputs <c>y</c> and gives the loss of the row and its derivatives by <c>z</c>.</summary>
    public static float Evaluate(Loss loss, Activation output, Span<float> z, ReadOnlySpan<float> target, Span<float> delta) =>
        throw new NotImplementedException();
}
