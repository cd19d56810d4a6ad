using System.Runtime.CompilerServices;
using Granary.Formulas.Lanes;

namespace Granary.Formulas.Functions;

internal static partial class LaneMath
{
    /// <summary><c>1 / (1 + exp(-x))</c>, within 2.5 ulp: 1 for large x, denormal and then 0 for large negative x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Sigmoid<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes>
    {
        // exp(x) / (1 + exp(x)) below 0: exp never overflows, and small results keep their digits.
        var one = TLanes.Broadcast(1f);
        var exp = Exp(x | Bits<TLanes>(SignBit));
        var result = TLanes.IfGreater(TLanes.Broadcast(0f), x, exp, one) / (one + exp);
        return TLanes.IfEqual(x, x, result, x);
    }

    /// <summary>
    /// <see cref="Sigmoid{TLanes}(TLanes)"/> and its slope <c>e / (1 + e)^2</c> with <c>e = exp(-|x|)</c>, which keeps its digits on
    /// both sides.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Sigmoid<TLanes>(TLanes x, out TLanes slope)
        where TLanes : struct, ILanes<TLanes>
    {
        var one = TLanes.Broadcast(1f);
        var exp = Exp(x | Bits<TLanes>(SignBit));
        var sum = one + exp;
        slope = exp / (sum * sum);
        return TLanes.IfEqual(x, x, TLanes.IfGreater(TLanes.Broadcast(0f), x, exp, one) / sum, x);
    }
}
