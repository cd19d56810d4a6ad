using Granary.Formulas.Dropouts;
using Granary.Formulas.Randomness;

namespace Granary.Numerics.Tests.Dropouts;

public class DropoutMaskTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(100)]
    [InlineData(1024)]
    [InlineData(1500)]
    public void Fill_AnyLength_FollowsTheDefinition(int neurons)
    {
        const float Rate = 0.3f;
        var words = (neurons + 7) / 8 * 4;
        var drawn = new uint[words];
        new RandomStream(5, RandomPurpose.Dropout, 2).Fill(1_000_000_007L * words, drawn);
        var expected = Enumerable.Range(0, neurons)
            .Select(n => n < words ? drawn[n] & 0xFFFF : drawn[n - words] >> 16)
            .Select(bits => bits < 19661 ? 0 : 1 / (1 - Rate));
        Assert.Equal(expected, Mask(5, 2, 1_000_000_007, Rate, neurons));
    }

    // Of a million fair draws a share is off by at most five times sqrt(p (1 - p) / 1e6), but once in a million.
    [Theory]
    [InlineData(0.1f)]
    [InlineData(0.5f)]
    [InlineData(0.9f)]
    public void Fill_ManyRows_DropsTheShare(float rate)
    {
        var dropped = Enumerable.Range(0, 1000).Sum(row => Mask(1, 0, row, rate, 1000).Count(f => f == 0));
        Assert.Equal(rate, dropped / 1e6, 5 * Math.Sqrt(rate * (1 - rate) / 1e6));
    }

    [Fact]
    public void Fill_AnotherSeedLayerOrRow_DropsOthers()
    {
        float[][] masks = [Mask(1, 0, 0, 0.5f, 64), Mask(2, 0, 0, 0.5f, 64), Mask(1, 1, 0, 0.5f, 64), Mask(1, 0, 1, 0.5f, 64)];
        Assert.Equal(masks.Length, masks.Select(m => string.Join(' ', m)).Distinct().Count());
    }

    private static float[] Mask(long seed, int layer, long row, float rate, int neurons)
    {
        var factors = new float[neurons];
        DropoutMask.Fill(seed, layer, row, rate, factors);
        return factors;
    }
}
