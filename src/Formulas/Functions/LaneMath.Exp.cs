using System.Runtime.CompilerServices;
using Granary.Formulas.Lanes;

namespace Granary.Formulas.Functions;

internal static partial class LaneMath
{
    private const float Log2E = 1.44269504f;

    /// <summary>
    /// <c>exp(x)</c>, within 1.1 ulp. Infinity where the result is beyond float32 (from 88.72284), denormal below -87.33654,
    /// 0 below -103.9721.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Exp<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes>
    {
        // Beyond these limits the result is as at the limit; within them -151 <= n <= 128.
        var limited = TLanes.IfGreater(x, TLanes.Broadcast(89f), TLanes.Broadcast(89f), x);
        limited = TLanes.IfGreater(TLanes.Broadcast(-104.5f), limited, TLanes.Broadcast(-104.5f), limited);
        var expm1 = ReducedExpm1(limited, out var exponent);

        // 2^n need not be a float, so it is applied as 2^(n -+ 64) and 2^+-64. The first product is a normal float; only
        // the second can round to a denormal.
        var zero = TLanes.Broadcast(0f);
        var bias = TLanes.IfGreater(
            x, zero, Bits<TLanes>((ExponentBias - 64) << ExponentShift), Bits<TLanes>((ExponentBias + 64) << ExponentShift));
        var rest = TLanes.IfGreater(
            x, zero, Bits<TLanes>((ExponentBias + 64) << ExponentShift), Bits<TLanes>((ExponentBias - 64) << ExponentShift));
        var scale = TLanes.AddBits(exponent, bias);
        var result = TLanes.FusedMultiplyAdd(scale, expm1, scale) * rest;
        return TLanes.IfEqual(x, x, result, x);
    }

    /// <summary><c>exp(x) - 1</c> for <c>x &lt;= 0</c>, to a few ulp also near 0; 0 above.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes NegativeExpm1<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes>
    {
        // From -20 down, the result is -1.
        var (zero, one, least) = (TLanes.Broadcast(0f), TLanes.Broadcast(1f), TLanes.Broadcast(-20f));
        var limited = TLanes.IfGreater(x, zero, zero, x);
        limited = TLanes.IfGreater(least, limited, least, limited);
        var expm1 = ReducedExpm1(limited, out var exponent);
        var scale = TLanes.AddBits(exponent, one);
        return TLanes.IfEqual(x, x, TLanes.FusedMultiplyAdd(scale, expm1, scale - one), x);
    }

    /// <summary>
    /// With <c>x = n ln 2 + r</c>, n an integer and <c>|r| &lt;= ln 2 / 2</c>: <c>exp(r) - 1</c>, within a relative 1.5e-8 and
    /// one rounding, and n, at the place of a float's exponent.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes ReducedExpm1<TLanes>(TLanes x, out TLanes exponent)
        where TLanes : struct, ILanes<TLanes>
    {
        var shift = TLanes.Broadcast(IntegerShift);
        var shifted = TLanes.FusedMultiplyAdd(x, TLanes.Broadcast(Log2E), shift);

        // The bits of the shift itself leave at the top.
        exponent = TLanes.ShiftBitsLeft(shifted, ExponentShift);
        var n = shifted - shift;
        var r = TLanes.FusedMultiplyAdd(n, TLanes.Broadcast(-Ln2High), x);
        r = TLanes.FusedMultiplyAdd(n, TLanes.Broadcast(-Ln2Low), r);
        var q = TLanes.Broadcast(0.00138982316f);
        q = TLanes.FusedMultiplyAdd(q, r, TLanes.Broadcast(0.00836606696f));
        q = TLanes.FusedMultiplyAdd(q, r, TLanes.Broadcast(0.0416668542f));
        q = TLanes.FusedMultiplyAdd(q, r, TLanes.Broadcast(0.16666548f));
        q = TLanes.FusedMultiplyAdd(q, r, TLanes.Broadcast(0.5f));
        return TLanes.FusedMultiplyAdd(q, r * r, r);
    }
}
