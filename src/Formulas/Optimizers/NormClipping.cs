namespace Granary.Formulas.Optimizers;

/// <summary>
/// Clipping of the gradients of all layers by their common norm: all are multiplied by <c>min(1, clipNorm / (norm + 1e-6))</c>.
/// </summary>
/// <remarks>
/// The norm is the root of the sum of the squares of all averaged gradients. It is summed in float64, first for each neuron, then over the
/// neurons in the order of layers, so it has the same bits however the layers are cut. Source: PyTorch's <c>clip_grad_norm_</c>.
/// </remarks>
public static class NormClipping
{
    // So that a norm of 0 divides nothing.
    private const double Epsilon = 1e-6;

    /// <summary>What the gradients are multiplied by; NaN where the norm is.</summary>
    /// <param name="norm">Their norm.</param>
    /// <param name="most">The largest norm, above 0.</param>
    public static float Factor(double norm, float most) => (float)Math.Min(1, most / (norm + Epsilon));

    /// <summary>The norm of all gradients.</summary>
    /// <param name="squares">For each neuron, in the order of layers, the sum of the squares of its gradients.</param>
    public static double Norm(ReadOnlySpan<double> squares)
    {
        var sum = 0d;
        foreach (var square in squares)
        {
            sum += square;
        }

        return Math.Sqrt(sum);
    }
}
