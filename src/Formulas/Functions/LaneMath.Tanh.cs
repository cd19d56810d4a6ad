using System.Runtime.CompilerServices;
using Granary.Formulas.Lanes;

namespace Granary.Formulas.Functions;

internal static partial class LaneMath
{
    /// <summary>The hyperbolic tangent, within 2.5 ulp; -0 for -0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Tanh<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes>
    {
        // tanh |x| = -u / (u + 2) with u = exp(-2 |x|) - 1. From |x| = 20 on, u is -1.
        var one = TLanes.Broadcast(1f);
        var most = TLanes.Broadcast(20f);
        var magnitude = x & Bits<TLanes>(AllButSignBit);
        var limited = TLanes.IfGreater(magnitude, most, most, magnitude);
        var expm1 = ReducedExpm1(limited * TLanes.Broadcast(-2f), out var exponent);
        var scale = TLanes.AddBits(exponent, one);
        var u = TLanes.FusedMultiplyAdd(scale, expm1, scale - one);
        var result = (TLanes.Broadcast(0f) - u) / (u + TLanes.Broadcast(2f));
        return TLanes.IfEqual(x, x, result | (x & Bits<TLanes>(SignBit)), x);
    }
}
