using System.Runtime.CompilerServices;
using Granary.Formulas.Functions;
using Granary.Formulas.Lanes;

namespace Granary.Formulas.Losses;

/// <summary><c>J = -sum_j (t_j log y_j + (1 - t_j) log(1 - y_j))</c> with <c>y = sigmoid(z)</c>, from <c>z</c>.</summary>
internal sealed unsafe class SigmoidCrossEntropy : RowLoss
{
    /// <inheritdoc/>
    public override float Evaluate(Span<float> z, ReadOnlySpan<float> target, Span<float> delta)
    {
        var memory = stackalloc float[OrderedSum.MemoryLength];
        var sum = new OrderedSum(memory);
        fixed (float* values = z, targets = target, deltas = delta)
        {
            LaneLoop.Run(new Kernel(values, targets, deltas, sum), z.Length);
        }

        return sum.Value;
    }

    private readonly struct Kernel(float* z, float* target, float* delta, OrderedSum sum) : ILaneKernel
    {
        private readonly float* _z = z;
        private readonly float* _target = target;
        private readonly float* _delta = delta;
        private readonly OrderedSum _sum = sum;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Invoke<TLanes>(nint start, int count)
            where TLanes : struct, ILanes<TLanes>
        {
            var zero = TLanes.Broadcast(0f);
            var z = TLanes.Load(_z + start, count);
            var target = TLanes.Load(_target + start, count);
            var y = LaneMath.Sigmoid(z);
            y.Store(_z + start, count);
            (y - target).Store(_delta + start, count);
            var linear = TLanes.FusedMultiplyAdd(-z, target, TLanes.IfGreater(z, zero, z, zero));
            var magnitude = TLanes.IfGreater(z, zero, z, -z);
            _sum.Add(linear + LaneMath.Log1p(LaneMath.Exp(-magnitude)), count);
        }
    }
}
