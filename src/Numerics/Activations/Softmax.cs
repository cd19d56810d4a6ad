using System.Runtime.CompilerServices;
using Granary.Numerics.Functions;
using Granary.Numerics.Lanes;

namespace Granary.Numerics.Activations;

/// <summary>
/// <c>y_j = e_j / s</c> with <c>e_j = exp(z_j - max z)</c> and <c>s = sum e_j</c>;
/// <c>y_j (delta_j - d)</c> with <c>d = sum_i y_i delta_i</c>. Sums in the order of <see cref="RowReduction"/>.
/// </summary>
internal static unsafe class Softmax
{
    /// <summary>Replaces the <c>z</c> of one row by <c>y</c>.</summary>
    public static void Apply(float* row, int length)
    {
        Shift(row, row, length);
        Normalize(row, row, length);
    }

    /// <summary><c>shifted_j = z_j - max z</c>, at least the lowest finite float. The two may be the same memory.</summary>
    public static void Shift(float* z, float* shifted, int length) =>
        LaneLoop.Run(new ShiftKernel(z, shifted, RowReduction.Max(z, length)), length);

    /// <summary><c>y_j = exp(shifted_j) / s</c>. The two may be the same memory.</summary>
    /// <returns><c>s</c>.</returns>
    public static float Normalize(float* shifted, float* y, int length)
    {
        LaneLoop.Run(new ExpKernel(shifted, y), length);
        var sum = RowReduction.Sum(y, length);
        LaneLoop.Run(new QuotientKernel(y, sum), length);
        return sum;
    }

    /// <summary>Turns the derivatives of one row by <c>y</c> into derivatives by <c>z</c>.</summary>
    public static void TimesDerivative(float* y, float* delta, int length) =>
        LaneLoop.Run(new DeltaKernel(y, delta, RowReduction.Dot(y, delta, length)), length);

    private readonly struct ShiftKernel(float* z, float* shifted, float max) : ILaneKernel
    {
        private readonly float* _z = z;
        private readonly float* _shifted = shifted;
        private readonly float _max = max;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Invoke<TLanes>(nint start, int count)
            where TLanes : struct, ILanes<TLanes>
        {
            var lowest = TLanes.Broadcast(float.MinValue);
            var shifted = TLanes.Load(_z + start, count) - TLanes.Broadcast(_max);
            TLanes.IfGreater(lowest, shifted, lowest, shifted).Store(_shifted + start, count);
        }
    }

    private readonly struct ExpKernel(float* x, float* exp) : ILaneKernel
    {
        private readonly float* _x = x;
        private readonly float* _exp = exp;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Invoke<TLanes>(nint start, int count)
            where TLanes : struct, ILanes<TLanes> =>
            LaneMath.Exp(TLanes.Load(_x + start, count)).Store(_exp + start, count);
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
