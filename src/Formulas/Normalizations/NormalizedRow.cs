using System.Runtime.CompilerServices;
using Granary.Formulas.Lanes;

namespace Granary.Formulas.Normalizations;

/// <summary>
/// Layer normalization of one row, over its <c>n</c> neurons: <c>x_j = (z_j - m) i</c> with the mean <c>m</c>,
/// <c>i = 1 / sqrt(v + 1e-5)</c> and <c>v</c> the mean of <c>(z_j - m)^2</c>; then <c>a_j = fma(gain_j, x_j, shift_j)</c>. Sums in the order of
/// <see cref="RowReduction"/>, and each operation is rounded to float32 on its own, <c>fma</c> once.
/// </summary>
/// <remarks>Source: Ba, Kiros and Hinton, Layer Normalization, 2016. PyTorch's <c>LayerNorm</c> has the same epsilon.</remarks>
internal static unsafe class NormalizedRow
{
    private const float Epsilon = 1e-5f;

    /// <summary>Replaces the <c>z</c> of a row by <c>x</c>.</summary>
    /// <param name="row">Holds <c>z</c>, receives <c>x</c>.</param>
    /// <param name="length">Number of neurons.</param>
    /// <returns><c>i</c>.</returns>
    public static float Normalize(float* row, int length)
    {
        var mean = RowReduction.Run(new Sum(row), length) / length;
        LaneLoop.Run(new SubtractKernel(row, mean), length);
        var variance = RowReduction.Run(new DotProduct(row, row), length) / length;
        var inverse = 1 / MathF.Sqrt(variance + Epsilon);
        LaneLoop.Run(new ScaleKernel(row, inverse), length);
        return inverse;
    }

    /// <summary>Finds <c>a</c>.</summary>
    /// <param name="x">The normalized row.</param>
    /// <param name="gains">A gain for each neuron.</param>
    /// <param name="shifts">A shift for each neuron.</param>
    /// <param name="a">Receives <c>a</c>; may be <paramref name="x"/>.</param>
    /// <param name="length">Number of neurons.</param>
    public static void Stretch(float* x, float* gains, float* shifts, float* a, int length) =>
        LaneLoop.Run(new StretchKernel(x, gains, shifts, a), length);

    /// <summary>
    /// Turns derivatives <c>d_j</c> by <c>a</c> into derivatives by <c>z</c>: with <c>g_j = gain_j d_j</c>, <c>p</c> the mean of <c>g_j</c> and
    /// <c>q</c> that of <c>g_j x_j</c>, they are <c>i (g_j - p - x_j q)</c>, of which the last two are <c>fma(-x_j, q, g_j - p)</c>.
    /// </summary>
    /// <param name="x">The normalized row.</param>
    /// <param name="inverse"><c>i</c>.</param>
    /// <param name="gains">A gain for each neuron.</param>
    /// <param name="delta">Holds derivatives by <c>a</c>, receives those by <c>z</c>.</param>
    /// <param name="byGain">Receives <c>d_j x_j</c>, the derivatives by the gains.</param>
    /// <param name="length">Number of neurons.</param>
    public static void Derive(float* x, float inverse, float* gains, float* delta, float* byGain, int length)
    {
        LaneLoop.Run(new GainKernel(x, gains, delta, byGain), length);
        var mean = RowReduction.Run(new Sum(delta), length) / length;
        var product = RowReduction.Run(new DotProduct(delta, x), length) / length;
        LaneLoop.Run(new DeltaKernel(x, delta, inverse, mean, product), length);
    }

    private readonly struct Sum(float* values) : IRowReduction
    {
        private readonly float* _values = values;

        public static float Start => 0;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TLanes Enter<TLanes>(TLanes partial, nint start, int count)
            where TLanes : struct, ILanes<TLanes> => partial + TLanes.Load(_values + start, count);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TLanes Combine<TLanes>(TLanes left, TLanes right)
            where TLanes : struct, ILanes<TLanes> => left + right;
    }

    private readonly struct SubtractKernel(float* values, float subtrahend) : ILaneKernel
    {
        private readonly float* _values = values;
        private readonly float _subtrahend = subtrahend;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Invoke<TLanes>(nint start, int count)
            where TLanes : struct, ILanes<TLanes> =>
            (TLanes.Load(_values + start, count) - TLanes.Broadcast(_subtrahend)).Store(_values + start, count);
    }

    private readonly struct StretchKernel(float* x, float* gains, float* shifts, float* a) : ILaneKernel
    {
        private readonly float* _x = x;
        private readonly float* _gains = gains;
        private readonly float* _shifts = shifts;
        private readonly float* _a = a;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Invoke<TLanes>(nint start, int count)
            where TLanes : struct, ILanes<TLanes> =>
            TLanes.FusedMultiplyAdd(
                TLanes.Load(_gains + start, count), TLanes.Load(_x + start, count), TLanes.Load(_shifts + start, count)).Store(_a + start, count);
    }

    private readonly struct GainKernel(float* x, float* gains, float* delta, float* byGain) : ILaneKernel
    {
        private readonly float* _x = x;
        private readonly float* _gains = gains;
        private readonly float* _delta = delta;
        private readonly float* _byGain = byGain;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Invoke<TLanes>(nint start, int count)
            where TLanes : struct, ILanes<TLanes>
        {
            var delta = TLanes.Load(_delta + start, count);
            (delta * TLanes.Load(_x + start, count)).Store(_byGain + start, count);
            (delta * TLanes.Load(_gains + start, count)).Store(_delta + start, count);
        }
    }

    private readonly struct DeltaKernel(float* x, float* delta, float inverse, float mean, float product) : ILaneKernel
    {
        private readonly float* _x = x;
        private readonly float* _delta = delta;
        private readonly float _inverse = inverse;
        private readonly float _mean = mean;
        private readonly float _product = product;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Invoke<TLanes>(nint start, int count)
            where TLanes : struct, ILanes<TLanes>
        {
            var centred = TLanes.Load(_delta + start, count) - TLanes.Broadcast(_mean);
            var left = TLanes.FusedMultiplyAdd(-TLanes.Load(_x + start, count), TLanes.Broadcast(_product), centred);
            (TLanes.Broadcast(_inverse) * left).Store(_delta + start, count);
        }
    }
}
