using Granary.Client.Text;

namespace Granary.Client.Tests.Text;

public sealed class PrintableTests
{
    [Theory]
    [InlineData("abc", 3, "abc")]
    [InlineData("abcd", 3, "ab…")]
    [InlineData("漢字漢", 5, "漢字…")]
    [InlineData("漢字漢", 4, "漢…")]
    [InlineData("abc", 0, "")]
    public void Cut_Text_FitsItsColumns(string text, int columns, string expected) =>
        Assert.Equal(expected, Printable.Cut(text, columns));

    [Fact]
    public void Clean_ControlCharacters_AreReplaced() =>
        Assert.Equal("a\uFFFD[31mb\uFFFDc\uFFFDd", Printable.Clean("a\u001b[31mb\nc\u202Ed"));
}
