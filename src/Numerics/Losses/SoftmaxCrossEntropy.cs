using Granary.Numerics.Activations;
using Granary.Numerics.Functions;
using Granary.Numerics.Lanes;

namespace Granary.Numerics.Losses;

/// <summary><c>J = -sum_j t_j log y_j</c> with <c>y = softmax(z)</c>, from <c>log y_j = s_j - log(sum_i exp(s_i))</c>, <c>s = z - max z</c>.</summary>
internal static unsafe class SoftmaxCrossEntropy
{
    /// <summary>As <see cref="LossFunction.Evaluate"/>, with equal lengths.</summary>
    public static float Evaluate(Span<float> z, ReadOnlySpan<float> target, Span<float> delta)
    {
        fixed (float* values = z, targets = target, deltas = delta)
        {
            // Until it receives the derivatives, delta keeps s.
            Softmax.Shift(values, deltas, z.Length);
            var sum = Softmax.Normalize(deltas, values, z.Length);
            var logSum = LaneMath.Log(new ScalarLanes(sum)).Value;
            var chain = 0f;
            for (var j = 0; j < z.Length; j++)
            {
                chain = MathF.FusedMultiplyAdd(targets[j], logSum - deltas[j], chain);
            }

            LaneLoop.Run(new DifferenceKernel(values, targets, deltas), z.Length);
            return chain;
        }
    }
}
