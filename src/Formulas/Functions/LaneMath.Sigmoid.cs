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
}
