using System.Runtime.CompilerServices;
using Granary.Formulas.Activations;
using Granary.Formulas.Lanes;

namespace Granary.Formulas.Losses;

/// <summary>Outputs, loss and derivatives of a row in one pass over memory.</summary>
/// <typeparam name="TLoss">The loss.</typeparam>
/// <typeparam name="TActivation">The output activation.</typeparam>
internal sealed unsafe class ElementwiseRowLoss<TLoss, TActivation> : RowLoss
    where TLoss : struct, IElementwiseLoss
    where TActivation : struct, IElementwiseActivation
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
            var z = TLanes.Load(_z + start, count);
            var y = TActivation.Value(z);
            var difference = y - TLanes.Load(_target + start, count);
            y.Store(_z + start, count);
            var kept = TActivation.KeepsInput ? z : y;
            TActivation.TimesDerivative(kept, TLoss.Derivative(difference)).Store(_delta + start, count);
            _sum.Add(TLoss.Value(difference), count);
        }
    }
}
