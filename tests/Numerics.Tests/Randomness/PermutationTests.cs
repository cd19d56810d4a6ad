using Granary.Formulas.Randomness;

namespace Granary.Numerics.Tests.Randomness;

public class PermutationTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(1797)]
    [InlineData(60000)]
    public void Permutation_AnyLength_HasEachNumberOnce(int length) =>
        Assert.Equal(Enumerable.Range(0, length), Order(1, 0, length).Order());

    [Fact]
    public void Permutation_AnotherEpochOrSeed_IsAnotherOrder()
    {
        int[][] orders = [Order(1, 0, 100), Order(1, 1, 100), Order(2, 0, 100)];
        Assert.Equal(orders.Length, orders.Select(o => string.Join(' ', o)).Distinct().Count());
        Assert.All(orders, o => Assert.NotEqual(Enumerable.Range(0, 100), o));
    }

    [Fact]
    public void Permutation_SameKey_IsTheSameOrder() => Assert.Equal(Order(1, 5, 1000), Order(1, 5, 1000));

    // Each of the 24 orders of 4 rows expects 1000 of 24000 epochs, with a standard error of 31.
    [Fact]
    public void Permutation_ManyEpochs_GiveEveryOrderAboutAsOften()
    {
        var counts = Enumerable.Range(0, 24000)
            .CountBy(epoch => string.Concat(Order(9, epoch, 4))).ToArray();
        Assert.Equal(24, counts.Length);
        Assert.All(counts, count => Assert.InRange(count.Value, 850, 1150));
    }

    /// <summary>What a key gives is final: these orders, which a separate program confirmed, may never change.</summary>
    [Fact]
    public void Permutation_KnownKey_IsFinal()
    {
        Assert.Equal([6, 7, 0, 4, 5, 9, 8, 2, 3, 1], Order(1, 0, 10));
        Assert.Equal([7, 1, 0, 2, 8, 4, 5, 9, 6, 3], Order(1, 1, 10));
        Assert.Equal([6096, 32552, 49858, 20030, 32855, 30004, 34337, 55283], Order(-123456789012345, 41, 60000)[..8]);
    }

    private static int[] Order(long seed, long epoch, int length)
    {
        var order = new int[length];
        CounterRandom.Permutation(seed, RandomPurpose.Shuffle, epoch, order);
        return order;
    }
}
