using Granary.Grains.Membership;

namespace Granary.Grains.Tests.Membership;

public sealed class SiloLinksTests
{
    [Theory]
    [InlineData("a2 b2 c2", "", "a b c")]
    [InlineData("a2 b2 c2", "b-c", "a b")]
    [InlineData("a2 b2 c2", "a-b", "a c")]
    [InlineData("a2 b1 c2", "b-c", "a c")]
    [InlineData("a2 b1 c4", "a-c", "b c")]
    [InlineData("a2 b2 c2 d2", "a-b a-c a-d", "b c d")]
    [InlineData("a2 b2 c2 d2", "a-c a-d b-c b-d", "a b")]
    [InlineData("a1 b1 c9 d1", "a-c b-c c-d", "a b d")]
    [InlineData("a2 b2", "a-b", "a")]
    [InlineData("a2 b2 c2", "b-b", "a c")]
    [InlineData("a2 b2 c2", "b-b b-c", "a c")]
    [InlineData("a2 b2", "a-x x-x", "a b")]
    [InlineData("", "a-b", "")]
    public void Choose_BrokenPairs_LeavesAsFewAsCanBeWhoReachEachOther(string silos, string broken, string expected)
    {
        var all = Words(silos).Select(s => new SiloCapacity(s[..1], int.Parse(s[1..])));
        var pairs = Words(broken).Select(p => SiloPair.Of(p[..1], p[2..])).ToHashSet();

        var chosen = SiloLinks.Choose(all, pairs);

        Assert.Equal(expected, string.Join(' ', chosen.Select(s => s.Address)));
    }

    [Fact]
    public void Pair_EitherOrder_IsTheSame() => Assert.Equal(SiloPair.Of("a", "b"), SiloPair.Of("b", "a"));

    [Theory]
    [InlineData("1-3", "10.0.0.1:1 and 10.0.0.3:1 do not reach each other")]
    [InlineData("1-3 3-3", "10.0.0.1:1 and 10.0.0.3:1 do not reach each other")]
    [InlineData("1-3 2-3", "10.0.0.3:1 does not answer")]
    [InlineData("1-3 2-3 3-3", "10.0.0.3:1 does not answer")]
    [InlineData("", "10.0.0.3:1 does not answer")]
    public void Explain_SomeOrAllReachIt_NamesThosePairsOrTheSilo(string broken, string expected)
    {
        var pairs = Words(broken).Select(p => SiloPair.Of(Address(p[0]), Address(p[2]))).ToHashSet();

        Assert.Equal(expected, SiloLinks.Explain(Address('3'), [Address('1'), Address('2')], pairs));
    }

    private static string Address(char number) => $"10.0.0.{number}:1@1";

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
