using System.Runtime.CompilerServices;
using Granary.Formulas.Lanes;

namespace Granary.Formulas.Losses;

/// <summary><c>|d|</c>; -1, 0 or 1 as <c>d</c> is below, at or above 0.</summary>
internal readonly struct AbsoluteError : IElementwiseLoss
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Value<TLanes>(TLanes difference)
        where TLanes : struct, ILanes<TLanes> =>
        TLanes.IfGreater(TLanes.Broadcast(0f), difference, -difference, difference);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Derivative<TLanes>(TLanes difference)
        where TLanes : struct, ILanes<TLanes>
    {
        // A NaN stays one.
        var zero = TLanes.Broadcast(0f);
        var sign = TLanes.IfGreater(difference, zero, TLanes.Broadcast(1f), difference);
        return TLanes.IfGreater(zero, difference, TLanes.Broadcast(-1f), sign);
    }
}
