using System.Runtime.CompilerServices;
using Granary.Numerics.Activations;
using Granary.Numerics.Functions;
using Granary.Numerics.Lanes;

namespace Granary.Numerics.Losses;

/// <summary><c>J = -sum_j (t_j log y_j + (1 - t_j) log(1 - y_j))</c> with <c>y = sigmoid(z)</c>, from <c>z</c>.</summary>
internal static unsafe class SigmoidCrossEntropy
{
    /// <summary>As <see cref="LossFunction.Evaluate"/>, with equal lengths.</summary>
    public static float Evaluate(Span<float> z, ReadOnlySpan<float> target, Span<float> delta)
    {
        fixed (float* values = z, targets = target, deltas = delta)
        {
            // Until it receives the derivatives, delta keeps each output's share of the loss.
            LaneLoop.Run(new ShareKernel(values, targets, deltas), z.Length);
            var chain = 0f;
            foreach (var share in delta)
            {
                chain += share;
            }

            LaneLoop.Run(new ValueKernel<Sigmoid>(values), z.Length);
            LaneLoop.Run(new DifferenceKernel(values, targets, deltas), z.Length);
            return chain;
        }
    }

    private readonly struct ShareKernel(float* z, float* target, float* share) : ILaneKernel
    {
        private readonly float* _z = z;
        private readonly float* _target = target;
        private readonly float* _share = share;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Invoke<TLanes>(nint start, int count)
            where TLanes : struct, ILanes<TLanes>
        {
            var zero = TLanes.Broadcast(0f);
            var z = TLanes.Load(_z + start, count);
            var linear = TLanes.FusedMultiplyAdd(-z, TLanes.Load(_target + start, count), TLanes.IfGreater(z, zero, z, zero));
            var magnitude = TLanes.IfGreater(z, zero, z, -z);
            (linear + LaneMath.Log1p(LaneMath.Exp(-magnitude))).Store(_share + start, count);
        }
    }
}
