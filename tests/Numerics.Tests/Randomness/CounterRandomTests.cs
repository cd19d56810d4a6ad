using Granary.Formulas.Randomness;
using Granary.Numerics.Tests.Lanes;
using MathNet.Numerics.Distributions;
using MathNet.Numerics.Statistics;

namespace Granary.Numerics.Tests.Randomness;

public class CounterRandomTests
{
    private const int Count = 1_000_000;

    private delegate void Filling(long seed, RandomPurpose purpose, long stream, long index, Span<float> numbers);

    [Fact]
    public void Uniform_ManyNumbers_SpreadEvenlyOverTheHalfOpenInterval() => AssertUniform(CounterRandom.Uniform, 0);

    [Fact]
    public void OpenUniform_ManyNumbers_SpreadEvenlyOverTheOpenInterval() =>
        AssertUniform(CounterRandom.OpenUniform, 1f / (1 << 24));

    // Standard errors of a million numbers: 0.001 of the mean, 0.0007 of the deviation, 0.0025 and 0.005 of the higher
    // moments. Four of each are allowed, for numbers that never change.
    [Fact]
    public void Normal_ManyNumbers_HaveTheMomentsOfTheDistribution()
    {
        var numbers = Fill(CounterRandom.Normal, 7, 0, Count).Select(x => (double)x).ToArray();
        Assert.Equal(0, numbers.Mean(), 0.004);
        Assert.Equal(1, numbers.StandardDeviation(), 0.003);
        Assert.Equal(0, numbers.Skewness(), 0.01);
        Assert.Equal(0, numbers.Kurtosis(), 0.02);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Normal_ManyNumbers_HaveTheTailsOfTheDistribution(double beyond)
    {
        var numbers = Fill(CounterRandom.Normal, 7, 0, Count);
        var expected = Count * Normal.CDF(0, 1, -beyond);
        var allowed = 4 * Math.Sqrt(expected);
        Assert.Equal(expected, numbers.Count(x => x > beyond), allowed);
        Assert.Equal(expected, numbers.Count(x => x < -beyond), allowed);
    }

    [Fact]
    public void AnyNumbers_CutDifferently_AreTheSame()
    {
        foreach (var filling in new Filling[] { CounterRandom.Uniform, CounterRandom.OpenUniform, CounterRandom.Normal })
        {
            var whole = Fill(filling, 3, 0, 1000);
            for (var start = 0; start < 40; start += 3)
            {
                SameBits.AssertEqual(whole.AsSpan(start, 700), Fill(filling, 3, start, 700), $"numbers from {start}");
                SameBits.AssertEqual(whole.AsSpan(start, 5), Fill(filling, 3, start, 5), $"numbers from {start}");
            }
        }
    }

    /// <summary>What a key gives is final: these numbers may never change.</summary>
    [Fact]
    public void AnyNumbers_KnownKey_AreFinal()
    {
        float[] uniform = [0.43438458f, 0.5283893f, 0.07898927f, 0.71714836f];
        float[] open = [0.43438464f, 0.5283893f, 0.07898933f, 0.71714836f];
        float[] normal =
            [0.16522196f, -1.9050115f, 1.411903f, -0.7818601f, -0.2880204f, -0.35036796f, -0.516344f, 0.24011661f];
        SameBits.AssertEqual(uniform, Fill(CounterRandom.Uniform, 1, 0, 4), "uniform");
        SameBits.AssertEqual(open, Fill(CounterRandom.OpenUniform, 1, 0, 4), "open uniform");
        SameBits.AssertEqual(normal, Fill(CounterRandom.Normal, 1, 0, 8), "normal");
    }

    [Fact]
    public void AnyNumbers_NegativeIndex_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => CounterRandom.Uniform(1, RandomPurpose.Shuffle, 0, -1, new float[1]));

    private static void AssertUniform(Filling filling, float lowest)
    {
        var numbers = Fill(filling, 5, 0, Count);
        Assert.InRange(numbers.Min(), lowest, 1e-5);
        Assert.InRange(numbers.Max(), 1 - 1e-5, 1 - (1.0 / (1 << 24)));

        // Each of 100 bins expects 10000 numbers and has a standard error of 100.
        var bins = numbers.GroupBy(x => (int)(x * 100)).ToDictionary(bin => bin.Key, bin => bin.Count());
        Assert.Equal(100, bins.Count);
        Assert.All(bins.Values, count => Assert.InRange(count, 9600, 10400));
    }

    private static float[] Fill(Filling filling, long seed, long index, int count)
    {
        var numbers = new float[count];
        filling(seed, RandomPurpose.InitialWeights, 2, index, numbers);
        return numbers;
    }
}
