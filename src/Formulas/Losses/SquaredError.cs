using System.Runtime.CompilerServices;
using Granary.Formulas.Lanes;

namespace Granary.Formulas.Losses;

/// <summary><c>0.5 d d</c>, from left to right; <c>d</c>.</summary>
internal readonly struct SquaredError : IElementwiseLoss
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Value<TLanes>(TLanes difference)
        where TLanes : struct, ILanes<TLanes> => TLanes.Broadcast(0.5f) * difference * difference;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Derivative<TLanes>(TLanes difference)
        where TLanes : struct, ILanes<TLanes> => difference;
}
