using Granary.Grains.Memory;

namespace Granary.Grains.Tests.Memory;

public sealed class MachineCoresTests
{
    [Theory]
    [InlineData("0\n", 1)]
    [InlineData("0-1\n", 2)]
    [InlineData("0-3,6,8-9\n", 7)]
    [InlineData("", null)]
    [InlineData("3-0", null)]
    [InlineData("all", null)]
    [InlineData(null, null)]
    public void Parse_Lists_CountsTheirCores(string? list, int? expected) => Assert.Equal(expected, MachineCores.Parse(list));

    [Fact]
    public void Count_AreThoseOfThisProcessAtLeast() => Assert.InRange(MachineCores.Count, Environment.ProcessorCount, 100_000);
}
