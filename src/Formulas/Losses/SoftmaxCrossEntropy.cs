using System.Runtime.CompilerServices;
using Granary.Formulas.Activations;
using Granary.Formulas.Functions;
using Granary.Formulas.Lanes;

namespace Granary.Formulas.Losses;

/// <summary>
/// <c>J = -sum_j t_j log y_j</c> with <c>y = softmax(z)</c>, from <c>log y_j = s_j - log(sum_i exp(s_i))</c> and
/// <c>s = z - max z</c>.
/// </summary>
internal sealed unsafe class SoftmaxCrossEntropy : RowLoss
{
    /// <inheritdoc/>
    public override float Evaluate(Span<float> z, ReadOnlySpan<float> target, Span<float> delta)
    {
        var memory = stackalloc float[OrderedSum.MemoryLength];
        var loss = new OrderedSum(memory);
        fixed (float* values = z, targets = target, deltas = delta)
        {
            // Until it receives the derivatives, delta keeps s.
            var sum = Softmax.Apply(values, deltas, z.Length);
            var logSum = LaneMath.Log(new ScalarLanes(sum)).Value;
            LaneLoop.Run(new Kernel(values, targets, deltas, logSum, loss), z.Length);
        }

        return loss.Value;
    }

    private readonly struct Kernel(float* y, float* target, float* delta, float logSum, OrderedSum loss) : ILaneKernel
    {
        private readonly float* _y = y;
        private readonly float* _target = target;
        private readonly float* _delta = delta;
        private readonly float _logSum = logSum;
        private readonly OrderedSum _loss = loss;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Invoke<TLanes>(nint start, int count)
            where TLanes : struct, ILanes<TLanes>
        {
            var target = TLanes.Load(_target + start, count);
            var minusLogY = TLanes.Broadcast(_logSum) - TLanes.Load(_delta + start, count);
            (TLanes.Load(_y + start, count) - target).Store(_delta + start, count);
            _loss.Add(target * minusLogY, count);
        }
    }
}
