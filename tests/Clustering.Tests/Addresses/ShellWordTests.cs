using Granary.Clustering.Addresses;

namespace Granary.Clustering.Tests.Addresses;

public sealed class ShellWordTests
{
    [Theory]
    [InlineData("examples/digits.json", "examples/digits.json")]
    [InlineData("my job.json", "'my job.json'")]
    [InlineData("it's", @"'it'\''s'")]
    [InlineData("network.dimensions=[1,2]", "'network.dimensions=[1,2]'")]
    [InlineData("", "''")]
    public void Of_Argument_CanBePasted(string argument, string expected) => Assert.Equal(expected, ShellWord.Of(argument));
}
