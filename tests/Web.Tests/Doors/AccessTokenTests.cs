using Granary.Requests.Tokens;
using Granary.Web.Doors;

namespace Granary.Web.Tests.Doors;

public sealed class AccessTokenTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string File => Path.Combine(_folder.Path, "http", "token");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void OfFile_SecondTime_IsTheSame() => Assert.Equal(AccessToken.OfFile(File).Text, AccessToken.OfFile(File).Text);

    [Fact]
    public void OfFile_SeveralAtOnce_AreTheSame()
    {
        var tokens = new string[8];
        Parallel.For(0, tokens.Length, i => tokens[i] = AccessToken.OfFile(File).Text);

        Assert.Single(tokens.Distinct());
    }

    [Theory]
    [InlineData("")]
    [InlineData("grn_short")]
    [InlineData("something else of the same length as a token has")]
    public void OfFile_NoToken_SaysWhatToDo(string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        System.IO.File.WriteAllText(File, content);

        var e = Assert.Throws<FormatException>(() => AccessToken.OfFile(File));

        Assert.Contains("remove the file", e.Message, StringComparison.Ordinal);
        Assert.Contains(File, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Is_OtherTexts_IsFalse()
    {
        var token = AccessToken.Create();

        Assert.True(token.Is(token.Text));
        Assert.True(token.IsCookie(TokenText.CookieOf(token.Text)));
        Assert.False(token.Is(TokenText.CookieOf(token.Text)));
        Assert.False(token.IsCookie(token.Text));
        Assert.False(token.Is(""));
        Assert.False(token.Is(AccessToken.Create().Text));
    }
}
