using System.Runtime.CompilerServices;
using Granary.Formulas.Lanes;

namespace Granary.Formulas.Functions;

internal static partial class LaneMath
{
    private const float SmallestNormal = 1.17549435e-38f;
    private const int RootOfHalf = 0x3F3504F3;
    private const int FractionMask = (1 << ExponentShift) - 1;

    /// <summary>The natural logarithm, within 1 ulp; minus infinity for 0, NaN below 0, infinity for infinity.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Log<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes>
    {
        var zero = TLanes.Broadcast(0f);
        var smallest = TLanes.Broadcast(SmallestNormal);
        var normal = TLanes.IfGreater(smallest, x, x * TLanes.Broadcast(1 << 25), x);
        var raised = TLanes.IfGreater(smallest, x, TLanes.Broadcast(25f), zero);
        var result = LogOfNormal(normal, raised);
        result = TLanes.IfGreater(x, TLanes.Broadcast(float.MaxValue), x, result);
        result = TLanes.IfEqual(x, zero, TLanes.Broadcast(float.NegativeInfinity), result);
        result = TLanes.IfGreater(zero, x, TLanes.Broadcast(float.NaN), result);
        return TLanes.IfEqual(x, x, result, x);
    }

    /// <summary><c>log(1 + x)</c> for <c>0 &lt;= x &lt;= 1</c>, within 1.5 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Log1p<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes>
    {
        // 1 + x = 1 + f, or 2 (1 + f) with f = (x - 1) / 2: either way without rounding 1 + x.
        var middle = TLanes.Broadcast(0.41421354f);
        var one = TLanes.Broadcast(1f);
        var f = TLanes.IfGreater(x, middle, (x - one) * TLanes.Broadcast(0.5f), x);
        return LogOfSum(f, TLanes.IfGreater(x, middle, one, TLanes.Broadcast(0f)));
    }

    /// <summary><c>log(x 2^-raised)</c> for a normal, positive, finite x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes LogOfNormal<TLanes>(TLanes x, TLanes raised)
        where TLanes : struct, ILanes<TLanes>
    {
        // x = 2^n (1 + f) with sqrt(1/2) <= 1 + f < sqrt(2).
        var offset = TLanes.AddBits(x, Bits<TLanes>(-RootOfHalf));
        var fraction = TLanes.AddBits(offset & Bits<TLanes>(FractionMask), Bits<TLanes>(RootOfHalf));
        var shift = TLanes.Broadcast(IntegerShift);
        var n = TLanes.AddBits(TLanes.ShiftBitsRight(offset, ExponentShift), shift) - shift;
        return LogOfSum(fraction - TLanes.Broadcast(1f), n - raised);
    }

    /// <summary><c>n ln 2 + log(1 + f)</c> for <c>sqrt(1/2) &lt;= 1 + f &lt;= sqrt(2)</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes LogOfSum<TLanes>(TLanes f, TLanes n)
        where TLanes : struct, ILanes<TLanes>
    {
        var p = TLanes.Broadcast(-0.0763565823f);
        p = TLanes.FusedMultiplyAdd(p, f, TLanes.Broadcast(0.127633274f));
        p = TLanes.FusedMultiplyAdd(p, f, TLanes.Broadcast(-0.131605819f));
        p = TLanes.FusedMultiplyAdd(p, f, TLanes.Broadcast(0.142015532f));
        p = TLanes.FusedMultiplyAdd(p, f, TLanes.Broadcast(-0.166232988f));
        p = TLanes.FusedMultiplyAdd(p, f, TLanes.Broadcast(0.200012341f));
        p = TLanes.FusedMultiplyAdd(p, f, TLanes.Broadcast(-0.250008225f));
        p = TLanes.FusedMultiplyAdd(p, f, TLanes.Broadcast(0.333333313f));
        p = TLanes.FusedMultiplyAdd(p, f, TLanes.Broadcast(-0.5f));

        // The small parts first, so that their roundings do not show.
        var small = TLanes.FusedMultiplyAdd(p, f * f, n * TLanes.Broadcast(Ln2Low));
        return TLanes.FusedMultiplyAdd(n, TLanes.Broadcast(Ln2High), f + small);
    }
}
