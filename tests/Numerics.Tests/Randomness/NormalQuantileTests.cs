using Granary.Formulas.Randomness;
using Granary.Numerics.Tests.Functions;
using MathNet.Numerics.Distributions;

namespace Granary.Numerics.Tests.Randomness;

public class NormalQuantileTests
{
    [Fact]
    public void Apply_AllTails_IsWithinItsBound()
    {
        const int count = 200_000;
        float[] tails =
        [
            .. Enumerable.Range(1, count).Select(i => 0.5f * i / count),
            .. Enumerable.Range(0, count).Select(i => (float)Math.Pow(2, -1 - (32.0 * i / (count - 1)))),
        ];
        var quantiles = (float[])tails.Clone();
        NormalQuantile.Apply(quantiles);
        for (var i = 0; i < tails.Length; i++)
        {
            var exact = -Normal.InvCDF(0, 1, tails[i]);
            if (!(Math.Abs(quantiles[i] - exact) <= 5e-7 * Math.Abs(exact)))
            {
                Assert.Fail($"The quantile of {tails[i]:R} is {exact:R}: found {quantiles[i]:R}.");
            }
        }
    }

    [Fact]
    public void Apply_SignedTails_AreSymmetric()
    {
        float[] quantiles = [0.5f, 0.3f, -0.3f, 0.01f, -0.01f, 1.1641532e-10f, -1.1641532e-10f];
        NormalQuantile.Apply(quantiles);
        Assert.Equal(0, quantiles[0]);
        Assert.Equal(quantiles[1], -quantiles[2]);
        Assert.Equal(quantiles[3], -quantiles[4]);
        Assert.Equal(quantiles[5], -quantiles[6]);
        Assert.Equal(6.33796, quantiles[5], 1e-5);
    }

    [Fact]
    public void FromTail_EveryWidthOffsetAndLength_GivesTheSameBits() => Widths.AssertSameBits<Quantile>();

    private struct Quantile : ILaneFunction
    {
        static TLanes ILaneFunction.Of<TLanes>(TLanes x) => NormalQuantile.FromTail(x);
    }
}
