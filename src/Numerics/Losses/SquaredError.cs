using System.Runtime.CompilerServices;
using Granary.Numerics.Activations;
using Granary.Numerics.Lanes;

namespace Granary.Numerics.Losses;

/// <summary><c>J = sum_j 1/2 (y_j - t_j)^2</c>, with any activation.</summary>
internal static unsafe class SquaredError
{
    /// <summary>As <see cref="LossFunction.Evaluate"/>, with equal lengths.</summary>
    public static float Evaluate(Activation output, Span<float> z, ReadOnlySpan<float> target, Span<float> delta)
    {
        switch (output)
        {
            case Activation.Relu:
                return Run<Relu>(z, target, delta);
            case Activation.LeakyRelu:
                return Run<LeakyRelu>(z, target, delta);
            case Activation.Sigmoid:
                return Run<Logistic>(z, target, delta);
            case Activation.Tanh:
                return Run<HyperbolicTangent>(z, target, delta);
            default:
                // Identity leaves everything in place; softmax looks at the whole row.
                ActivationFunction.Apply(output, z);
                var loss = Run<Identity>(z, target, delta);
                ActivationFunction.MultiplyByDerivative(output, z, delta);
                return loss;
        }
    }

    private static float Run<TActivation>(Span<float> z, ReadOnlySpan<float> target, Span<float> delta)
        where TActivation : struct, IElementwiseActivation
    {
        var memory = stackalloc float[OrderedSum.MemoryLength];
        var sum = new OrderedSum(memory);
        fixed (float* values = z, targets = target, deltas = delta)
        {
            LaneLoop.Run(new Kernel<TActivation>(values, targets, deltas, sum), z.Length);
        }

        return sum.Value;
    }

    private readonly struct Kernel<TActivation>(float* z, float* target, float* delta, OrderedSum sum) : ILaneKernel
        where TActivation : struct, IElementwiseActivation
    {
        private readonly float* _z = z;
        private readonly float* _target = target;
        private readonly float* _delta = delta;
        private readonly OrderedSum _sum = sum;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Invoke<TLanes>(nint start, int count)
            where TLanes : struct, ILanes<TLanes>
        {
            var y = TActivation.Value(TLanes.Load(_z + start, count));
            var difference = y - TLanes.Load(_target + start, count);
            y.Store(_z + start, count);
            TActivation.TimesDerivative(y, difference).Store(_delta + start, count);
            _sum.Add(TLanes.Broadcast(0.5f) * difference * difference, count);
        }
    }
}
