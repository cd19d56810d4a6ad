using Granary.Numerics.Tests.Lanes;

namespace Granary.Numerics.Tests.Functions;

public class LaneMathTests
{
    [Fact]
    public void Exp_EveryExponent_IsWithinItsBound() => AssertWithin<Exp>(1.1, Math.Exp, Samples.EveryExponent(200));

    [Fact]
    public void Exp_WhereItIsFinite_IsWithinItsBound() => AssertWithin<Exp>(1.1, Math.Exp, Evenly(-104, 89));

    [Fact]
    public void Log_EveryExponent_IsWithinItsBound() =>
        AssertWithin<Log>(1, Math.Log, [.. Samples.EveryExponent(200).Where(x => x > 0)]);

    [Fact]
    public void Log_AroundOne_IsWithinItsBound() => AssertWithin<Log>(1, Math.Log, Evenly(0.5f, 2));

    // The sum 1 + x loses the digits of a small x even in float64, so the reference takes two terms of the series there.
    [Fact]
    public void Log1p_BetweenZeroAndOne_IsWithinItsBound() =>
        AssertWithin<Log1p>(
            1.5,
            x => x < 1e-5 ? x - (x * x / 2) : Math.Log(1 + x),
            [.. Samples.EveryExponent(200).Where(x => x is >= 0 and <= 1), .. Evenly(0, 1)]);

    [Fact]
    public void Sigmoid_EveryExponent_IsWithinItsBound() =>
        AssertWithin<Sigmoid>(2.5, x => 1 / (1 + Math.Exp(-x)), [.. Samples.EveryExponent(200), .. Evenly(-104, 20)]);

    [Fact]
    public void Tanh_EveryExponent_IsWithinItsBound() =>
        AssertWithin<Tanh>(2.5, Math.Tanh, [.. Samples.EveryExponent(200), .. Evenly(-10, 10)]);

    [Fact]
    public void AllFunctions_EveryWidthOffsetAndLength_GiveTheSameBits()
    {
        Widths.AssertSameBits<Exp>();
        Widths.AssertSameBits<Log>();
        Widths.AssertSameBits<Log1p>();
        Widths.AssertSameBits<Sigmoid>();
        Widths.AssertSameBits<Tanh>();
    }

    [Fact]
    public void AllFunctions_NaN_ComesOutAsItWentIn()
    {
        float[] nans = [Samples.Bits(0x7FC00000), Samples.Bits(0xFFC00000), Samples.Bits(0x7FC12345), Samples.Bits(0xFFCABCDE)];
        SameBits.AssertEqual(nans, Widths.Map<Exp>(nans), "exp");
        SameBits.AssertEqual(nans, Widths.Map<Log>(nans), "log");
        SameBits.AssertEqual(nans, Widths.Map<Sigmoid>(nans), "sigmoid");
        SameBits.AssertEqual(nans, Widths.Map<Tanh>(nans), "tanh");
    }

    [Fact]
    public void Exp_Limits_AreThoseOfFloat32()
    {
        const float inf = float.PositiveInfinity;
        float[] x = [inf, 3e38f, 88.722847f, 0f, -0f, 1e-30f, -1e-30f, -103.97208f, -103.97209f, -104f, -3e38f, -inf];
        var y = Widths.Map<Exp>(x);
        SameBits.AssertEqual([inf, inf, inf, 1, 1, 1, 1, float.Epsilon, 0, 0, 0, 0], y, "exp");
        Assert.InRange(Widths.Map<Exp>([88.72283f])[0], 3.4027e38f, float.MaxValue);
    }

    [Fact]
    public void Log_Limits_AreThoseOfMathematics()
    {
        const float inf = float.PositiveInfinity;
        float[] x = [inf, 1f, 0f, -0f, -float.Epsilon, -1f, -inf];
        SameBits.AssertEqualButNaNs([inf, 0, -inf, -inf, float.NaN, float.NaN, float.NaN], Widths.Map<Log>(x), "log");
    }

    [Fact]
    public void Log1p_Zero_IsZero() => SameBits.AssertEqual([0f, float.Epsilon], Widths.Map<Log1p>([0f, float.Epsilon]), "log1p");

    [Fact]
    public void Sigmoid_Limits_AreZeroHalfAndOne()
    {
        const float inf = float.PositiveInfinity;
        float[] x = [inf, 3e38f, 17.5f, 0f, -0f, float.Epsilon, -104f, -3e38f, -inf];
        SameBits.AssertEqual([1, 1, 1, 0.5f, 0.5f, 0.5f, 0, 0, 0], Widths.Map<Sigmoid>(x), "sigmoid");
    }

    [Fact]
    public void Tanh_Limits_AreZeroAndOneWithTheSign()
    {
        const float inf = float.PositiveInfinity;
        float[] x = [inf, 3e38f, 10f, float.Epsilon, 0f, -0f, -float.Epsilon, -10f, -inf];
        SameBits.AssertEqual([1, 1, 1, float.Epsilon, 0, -0f, -float.Epsilon, -1, -1], Widths.Map<Tanh>(x), "tanh");
    }

    private static float[] Evenly(float low, float high)
    {
        const int count = 100_000;
        return [.. Enumerable.Range(0, count + 1).Select(i => (float)(low + (((double)high - low) * i / count)))];
    }

    private static void AssertWithin<TFunction>(double bound, Func<double, double> reference, float[] x)
        where TFunction : struct, ILaneFunction
    {
        Assert.True(x.Length > 10_000);
        var y = Widths.Map<TFunction>(x);
        for (var i = 0; i < x.Length; i++)
        {
            var exact = reference(x[i]);
            if (Math.Abs(exact) > float.MaxValue)
            {
                Assert.Equal((float)exact, y[i]);
                continue;
            }

            var error = Math.Abs(y[i] - exact) / Ulp(exact);
            if (!(error <= bound))
            {
                Assert.Fail($"f({x[i]:R}) = {y[i]:R} is {error:F3} ulp from {exact:R}; at most {bound} were promised.");
            }
        }
    }

    // The distance of the floats around a number.
    private static double Ulp(double x)
    {
        var magnitude = MathF.Min(MathF.Abs((float)x), MathF.BitDecrement(float.MaxValue));
        return (double)MathF.BitIncrement(magnitude) - magnitude;
    }
}
