using System.Runtime.CompilerServices;
using Granary.Formulas.Lanes;

namespace Granary.Formulas.Losses;

/// <summary>
/// Huber's loss with a threshold of 1: with <c>c</c>, which is <c>d</c> limited to [-1, 1], <c>c (d - 0.5 c)</c>; <c>c</c>. That is
/// <c>0.5 d d</c> within the threshold and <c>|d| - 0.5</c> beyond it.
/// </summary>
internal readonly struct HuberError : IElementwiseLoss
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Value<TLanes>(TLanes difference)
        where TLanes : struct, ILanes<TLanes>
    {
        var limited = Derivative(difference);
        return limited * TLanes.FusedMultiplyAdd(TLanes.Broadcast(-0.5f), limited, difference);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Derivative<TLanes>(TLanes difference)
        where TLanes : struct, ILanes<TLanes>
    {
        var (least, most) = (TLanes.Broadcast(-1f), TLanes.Broadcast(1f));
        var limited = TLanes.IfGreater(difference, most, most, difference);
        return TLanes.IfGreater(least, limited, least, limited);
    }
}
