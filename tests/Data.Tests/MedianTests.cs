using Granary.Data.Scaling;

namespace Granary.Data.Tests;

public sealed class MedianTests
{
    public static TheoryData<double, double[]> Few => new()
    {
        { 3, [3] },
        { 2.5, [2, 3] },
        { 2, [3, 1, 2] },
        { 0, [0, 0, 0, 0, 7] },
        { 3.5, [0, 7, 0, 7] },
        { -1.5, [-2, -1, -3, 5] },
        { 0, [double.NegativeInfinity, 0, double.PositiveInfinity] },
    };

    [Theory]
    [MemberData(nameof(Few))]
    public void Of_FewNumbers_IsTheMiddle(double expected, double[] numbers) => Assert.Equal(expected, Median.Of(numbers));

    [Fact]
    public void Of_RandomNumbers_IsThatOfTheSortedOnes()
    {
        var random = new Random(1);
        for (var i = 0; i < 500; i++)
        {
            double[] numbers = [.. Enumerable.Range(0, random.Next(1, 200)).Select(_ => (i % 4) switch
            {
                0 => random.Next(-3, 3),
                1 => random.NextDouble() - 0.5,
                2 => BitConverter.Int64BitsToDouble(random.NextInt64() & ~(1L << 62)),
                _ => (float)Math.Exp(40 * random.NextDouble()) * (1 - (2 * random.Next(2))),
            })];
            double[] sorted = [.. numbers.Order()];
            var middle = sorted.Length / 2;
            var expected = sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;

            Assert.Equal(expected, Median.Of(numbers));
        }
    }
}
