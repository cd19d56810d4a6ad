using Granary.Numerics.Activations;
using Granary.Numerics.Lanes;

namespace Granary.Numerics.Losses;

/// <summary><c>J = sum_j 1/2 (y_j - t_j)^2</c>, with any activation.</summary>
internal static unsafe class SquaredError
{
    /// <summary>As <see cref="LossFunction.Evaluate"/>, with equal lengths.</summary>
    public static float Evaluate(Activation output, Span<float> z, ReadOnlySpan<float> target, Span<float> delta)
    {
        ActivationFunction.Apply(output, z);
        fixed (float* outputs = z, targets = target, difference = delta)
        {
            LaneLoop.Run(new DifferenceKernel(outputs, targets, difference), z.Length);
        }

        var chain = 0f;
        foreach (var difference in delta)
        {
            chain = MathF.FusedMultiplyAdd(difference, difference, chain);
        }

        ActivationFunction.MultiplyByDerivative(output, z, delta);
        return 0.5f * chain;
    }
}
