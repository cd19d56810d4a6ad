using Granary.Requests.Names;

namespace Granary.Silo.Tests.CommandLines;

public sealed class NearestNameTests
{
    [Theory]
    [InlineData("learningrate", "learningRate")]
    [InlineData("lerningRate", "learningRate")]
    [InlineData("leraningRate", "learningRate")]
    [InlineData("momentun", "momentum")]
    [InlineData("Adam", "adam")]
    [InlineData("zebra", null)]
    [InlineData("x", null)]
    public void Find_TypedName_GivesTheNearestKnownOne(string typed, string? expected) =>
        Assert.Equal(expected, NearestName.Find(typed, ["name", "learningRate", "momentum", "adam", "adamw"]));

    [Fact]
    public void Find_SeveralNear_GivesTheNearest() => Assert.Equal("beta2", NearestName.Find("betta2", ["beta1", "beta2"]));
}
