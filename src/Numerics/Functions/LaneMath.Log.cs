using System.Runtime.CompilerServices;
using Granary.Numerics.Lanes;

namespace Granary.Numerics.Functions;

internal static partial class LaneMath
{
    private const float SmallestNormal = 1.17549435e-38f;
    private const int TwoThirds = 0x3F2AAAAB;
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

    /// <summary><c>log(1 + x)</c> for <c>0 &lt;= x &lt;= 1</c>, within 1 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Log1p<TLanes>(TLanes x)
        where TLanes : struct, ILanes<TLanes>
    {
        // 1 + x = 1 + f, or 2 (1 + f) with f = (x - 1) / 2: either way without rounding 1 + x.
        var third = TLanes.Broadcast(1f / 3f);
        var one = TLanes.Broadcast(1f);
        var f = TLanes.IfGreater(x, third, (x - one) * TLanes.Broadcast(0.5f), x);
        return LogOfSum(f, TLanes.IfGreater(x, third, one, TLanes.Broadcast(0f)));
    }

    /// <summary><c>log(x 2^-raised)</c> for a normal, positive, finite x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes LogOfNormal<TLanes>(TLanes x, TLanes raised)
        where TLanes : struct, ILanes<TLanes>
    {
        // x = 2^n (1 + f) with 2/3 <= 1 + f < 4/3.
        var offset = TLanes.AddBits(x, Bits<TLanes>(-TwoThirds));
        var fraction = TLanes.AddBits(offset & Bits<TLanes>(FractionMask), Bits<TLanes>(TwoThirds));
        var shift = TLanes.Broadcast(IntegerShift);
        var n = TLanes.AddBits(TLanes.ShiftBitsRight(offset, ExponentShift), shift) - shift;
        return LogOfSum(fraction - TLanes.Broadcast(1f), n - raised);
    }

    /// <summary><c>n ln 2 + log(1 + f)</c> for <c>|f| &lt;= 1/3</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes LogOfSum<TLanes>(TLanes f, TLanes n)
        where TLanes : struct, ILanes<TLanes>
    {
        var p = TLanes.Broadcast(-0.128951058f);
        p = TLanes.FusedMultiplyAdd(p, f, TLanes.Broadcast(0.139877915f));
        p = TLanes.FusedMultiplyAdd(p, f, TLanes.Broadcast(-0.121835545f));
        p = TLanes.FusedMultiplyAdd(p, f, TLanes.Broadcast(0.140052482f));
        p = TLanes.FusedMultiplyAdd(p, f, TLanes.Broadcast(-0.166805327f));
        p = TLanes.FusedMultiplyAdd(p, f, TLanes.Broadcast(0.200104401f));
        p = TLanes.FusedMultiplyAdd(p, f, TLanes.Broadcast(-0.249997973f));
        p = TLanes.FusedMultiplyAdd(p, f, TLanes.Broadcast(0.333332151f));
        p = TLanes.FusedMultiplyAdd(p, f, TLanes.Broadcast(-0.5f));

        // The small parts first, so that their roundings do not show.
        var small = TLanes.FusedMultiplyAdd(p, f * f, n * TLanes.Broadcast(Ln2Low));
        return TLanes.FusedMultiplyAdd(n, TLanes.Broadcast(Ln2High), f + small);
    }
}
