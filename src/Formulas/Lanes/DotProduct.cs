using System.Runtime.CompilerServices;

namespace Granary.Formulas.Lanes;

/// <summary>The dot product of two rows, as chains of fused multiply-adds in the order of <see cref="RowReduction"/>.</summary>
internal readonly unsafe struct DotProduct(float* x, float* y) : IRowReduction
{
    private readonly float* _x = x;
    private readonly float* _y = y;

    public static float Start => 0f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TLanes Enter<TLanes>(TLanes partial, nint start, int count)
        where TLanes : struct, ILanes<TLanes> =>
        TLanes.FusedMultiplyAdd(TLanes.Load(_x + start, count), TLanes.Load(_y + start, count), partial);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Combine<TLanes>(TLanes left, TLanes right)
        where TLanes : struct, ILanes<TLanes> => left + right;
}
