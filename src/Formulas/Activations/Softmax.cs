using System.Runtime.CompilerServices;
using Granary.Formulas.Functions;
using Granary.Formulas.Lanes;

namespace Granary.Formulas.Activations;

/// <summary>
/// <c>y_j = e_j / s</c> with <c>e_j = exp(z_j - max z)</c> and <c>s = sum e_j</c>;
/// <c>y_j (delta_j - d)</c> with <c>d = chain of fma(y_i, delta_i, chain)</c>. Sums in the order of <see cref="RowReduction"/>.
/// </summary>
internal static unsafe class Softmax
{
    /// <summary>Replaces the <c>z</c> of one row by <c>y</c>.</summary>
    /// <param name="row">Holds <c>z</c>, receives <c>y</c>.</param>
    /// <param name="shifted">
    /// Receives <c>z_j - max z</c>, at least the lowest finite float; or is the same memory, where that is lost.
    /// </param>
    /// <param name="length">Number of outputs.</param>
    /// <returns><c>s</c>.</returns>
    public static float Apply(float* row, float* shifted, int length)
    {
        var max = RowReduction.Run(new Maximum(row), length);
        var sum = RowReduction.Run(new ExpSum(row, shifted, max), length);
        LaneLoop.Run(new QuotientKernel(row, sum), length);
        return sum;
    }

    /// <summary>Turns the derivatives of one row by <c>y</c> into derivatives by <c>z</c>.</summary>
    public static void TimesDerivative(float* y, float* delta, int length)
    {
        var dot = RowReduction.Run(new DotProduct(y, delta), length);
        LaneLoop.Run(new DeltaKernel(y, delta, dot), length);
    }

    // The largest element. NaNs are none, but they make a NaN of the sum.
    private readonly struct Maximum(float* z) : IRowReduction
    {
        private readonly float* _z = z;

        public static float Start => float.NegativeInfinity;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TLanes Enter<TLanes>(TLanes partial, nint start, int count)
            where TLanes : struct, ILanes<TLanes> => Combine(partial, TLanes.Load(_z + start, count));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TLanes Combine<TLanes>(TLanes left, TLanes right)
            where TLanes : struct, ILanes<TLanes> => TLanes.IfGreater(right, left, right, left);
    }

    // Sums e and stores it on the way.
    private readonly struct ExpSum(float* row, float* shifted, float max) : IRowReduction
    {
        private readonly float* _row = row;
        private readonly float* _shifted = shifted;
        private readonly float _max = max;

        public static float Start => 0f;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TLanes Enter<TLanes>(TLanes partial, nint start, int count)
            where TLanes : struct, ILanes<TLanes>
        {
            var lowest = TLanes.Broadcast(float.MinValue);
            var shifted = TLanes.Load(_row + start, count) - TLanes.Broadcast(_max);
            shifted = TLanes.IfGreater(lowest, shifted, lowest, shifted);
            shifted.Store(_shifted + start, count);
            var exp = LaneMath.Exp(shifted);
            exp.Store(_row + start, count);
            return partial + exp;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TLanes Combine<TLanes>(TLanes left, TLanes right)
            where TLanes : struct, ILanes<TLanes> => left + right;
    }

    private readonly struct QuotientKernel(float* values, float divisor) : ILaneKernel
    {
        private readonly float* _values = values;
        private readonly float _divisor = divisor;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Invoke<TLanes>(nint start, int count)
            where TLanes : struct, ILanes<TLanes> =>
            (TLanes.Load(_values + start, count) / TLanes.Broadcast(_divisor)).Store(_values + start, count);
    }

    private readonly struct DeltaKernel(float* y, float* delta, float dot) : ILaneKernel
    {
        private readonly float* _y = y;
        private readonly float* _delta = delta;
        private readonly float _dot = dot;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Invoke<TLanes>(nint start, int count)
            where TLanes : struct, ILanes<TLanes>
        {
            var centred = TLanes.Load(_delta + start, count) - TLanes.Broadcast(_dot);
            (TLanes.Load(_y + start, count) * centred).Store(_delta + start, count);
        }
    }
}
