using System.Runtime.CompilerServices;

namespace Granary.Numerics.Lanes;

/// <summary>
/// Sums and maxima over a row, in an order that is part of the arithmetic and the same at every vector width: element
/// <c>j</c> enters partial result <c>j mod 16</c>, in increasing <c>j</c>; then partial <c>p</c> takes in partial <c>p + 8</c>
/// for all p below 8, then <c>p + 4</c> below 4, <c>p + 2</c> below 2 and <c>p + 1</c> below 1.
/// </summary>
internal static unsafe class RowReduction
{
    private const int Partials = 16;

    private interface IReduction
    {
        static abstract float Start { get; }

        static abstract TLanes Enter<TLanes>(TLanes partial, TLanes x, TLanes y)
            where TLanes : struct, ILanes<TLanes>;

        static abstract float Combine(float left, float right);
    }

    /// <summary><c>sum_j x_j</c>; each partial sum starts at +0.</summary>
    public static float Sum(float* x, int length) => Reduce<Addition>(x, x, length);

    /// <summary><c>sum_j x_j y_j</c>; each partial sum is a chain of fused multiply-adds that starts at +0.</summary>
    public static float Dot(float* x, float* y, int length) => Reduce<MultiplyAddition>(x, y, length);

    /// <summary>The largest element, of which NaNs are none; minus infinity for an empty row.</summary>
    public static float Max(float* x, int length) => Reduce<Maximum>(x, x, length);

    private static float Reduce<TReduction>(float* x, float* y, int length)
        where TReduction : struct, IReduction
    {
        var partials = stackalloc float[Partials];
        new Span<float>(partials, Partials).Fill(TReduction.Start);
        LaneLoop.Run(new Kernel<TReduction>(x, y, partials), length);
        for (var half = Partials / 2; half > 0; half /= 2)
        {
            for (var p = 0; p < half; p++)
            {
                partials[p] = TReduction.Combine(partials[p], partials[p + half]);
            }
        }

        return partials[0];
    }

    private readonly struct Addition : IReduction
    {
        public static float Start => 0f;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TLanes Enter<TLanes>(TLanes partial, TLanes x, TLanes y)
            where TLanes : struct, ILanes<TLanes> => partial + x;

        public static float Combine(float left, float right) => left + right;
    }

    private readonly struct MultiplyAddition : IReduction
    {
        public static float Start => 0f;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TLanes Enter<TLanes>(TLanes partial, TLanes x, TLanes y)
            where TLanes : struct, ILanes<TLanes> => TLanes.FusedMultiplyAdd(x, y, partial);

        public static float Combine(float left, float right) => left + right;
    }

    private readonly struct Maximum : IReduction
    {
        public static float Start => float.NegativeInfinity;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TLanes Enter<TLanes>(TLanes partial, TLanes x, TLanes y)
            where TLanes : struct, ILanes<TLanes> => TLanes.IfGreater(x, partial, x, partial);

        public static float Combine(float left, float right) => right > left ? right : left;
    }

    // Every vector width divides the number of partial results, so a vector of elements meets a vector of them.
    private readonly struct Kernel<TReduction>(float* x, float* y, float* partials) : ILaneKernel
        where TReduction : struct, IReduction
    {
        private readonly float* _x = x;
        private readonly float* _y = y;
        private readonly float* _partials = partials;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Invoke<TLanes>(nint start, int count)
            where TLanes : struct, ILanes<TLanes>
        {
            var partials = _partials + (start % Partials);
            var partial = TLanes.Load(partials, count);
            var x = TLanes.Load(_x + start, count);
            var y = TLanes.Load(_y + start, count);
            TReduction.Enter(partial, x, y).Store(partials, count);
        }
    }
}
