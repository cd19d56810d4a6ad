using Granary.Grains.Admission;
using Granary.Grains.Interfaces.Silos;
using Granary.Grains.Membership;

namespace Granary.Grains.Tests.Admission;

public sealed class SiloChoiceTests
{
    private const string Here = "127.0.0.1:2@2";

    private static readonly string[] NotInUse = [];

    [Theory]
    [InlineData(1, new[] { 1 })]
    [InlineData(2, new[] { 1, 2 })]
    [InlineData(3, new[] { 1, 2, 3 })]
    [InlineData(5, new[] { 1, 2, 4, 5 })]
    [InlineData(8, new[] { 1, 2, 4, 8 })]
    public void Numbers_ArePowersOfTwoAndAll(int silos, int[] expected) => Assert.Equal(expected, SiloChoice.Numbers(silos));

    [Fact]
    public void Choose_Equals_PrefersTheCoordinatorsOwn() => Assert.Equal([2], Choose(1, NotInUse, Silo(1), Silo(2), Silo(3)));

    [Fact]
    public void Choose_MoreThreads_ArePreferredToTheOwn() => Assert.Equal([3], Choose(1, NotInUse, Silo(1), Silo(2), Silo(3, threads: 4)));

    [Fact]
    public void Choose_FewerOtherJobs_ArePreferredToMoreThreads() =>
        Assert.Equal([1, 3], Choose(2, NotInUse, Silo(1), Silo(2, threads: 4, jobs: ["other-1"]), Silo(3, jobs: ["job-1"])));

    [Fact]
    public void Choose_SilosInUse_AreKept() => Assert.Equal([1, 3], Choose(2, [Silo(3).Address], Silo(1), Silo(2, jobs: ["other-1"]), Silo(3, jobs: ["other-1"])));

    [Fact]
    public void Choose_NoMemoryThere_TakesThoseWithTheMost() =>
        Assert.Equal([3], Choose(1, NotInUse, Silo(1), Silo(2, free: 1 << 20), Silo(3, free: 1L << 33, threads: 1)));

    [Fact]
    public void Choose_NoMemoryAnywhere_IsNone() => Assert.Null(Make().Choose([Silo(1, free: 1), Silo(2, free: 2)], 1, [], null, null, default));

    [Fact]
    public void Choose_Home_ComesBeforeOneWithFewerJobs() =>
        Assert.Equal("127.0.0.1:2@2", Make().Choose([Silo(1), Silo(2, jobs: ["other-1"])], 1, [], "127.0.0.1:2@2", null, default)!.Single().Address);

    // The free memory does not count what the job itself has there.
    [Fact]
    public void Choose_AsManyAsInUse_AreNotLookedAt() => Assert.Equal([1], Choose(1, [Silo(1).Address], Silo(1, free: 1), Silo(2)));

    [Fact]
    public void FindLack_FitsOnAFew_IsNone()
    {
        SiloCapacity[] silos = [Silo(1, free: 1), Silo(2)];

        Assert.Null(Make().FindLack(silos, null, default));
        Assert.Contains("on silo 127.0.0.1:1, which has", Make(asked: 2).FindLack(silos, null, default), StringComparison.Ordinal);
        Assert.Null(Make(asked: 1).FindLack(silos, null, default));
    }

    private static SiloChoice Make(int? asked = null) => new("job-1", TestJobs.Digits with { Silos = asked }, Here);

    private static IEnumerable<int>? Choose(int count, string[] inUse, params SiloCapacity[] silos) =>
        Make().Choose(silos, count, inUse, null, null, default)?.Select(s => int.Parse(s.Address.Split('@')[1], System.Globalization.CultureInfo.InvariantCulture));

    private static SiloCapacity Silo(int number, long free = 1L << 32, int threads = 2, params string[] jobs) => new($"127.0.0.1:{number}@{number}", threads)
    {
        Memory = new SiloMemory(1L << 34, free, $"host {number}", free),
        Jobs = jobs,
    };
}
