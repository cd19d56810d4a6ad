using Granary.Grains.Interfaces.Tokens;
using Granary.Requests.Tokens;

namespace Granary.Client.Tests.Commands;

public sealed class TokensCommandTests : CommandTestBase
{
    [Fact]
    public async Task Create_ShowsTheTokenOnce_AndTheClusterHasItsHash()
    {
        Assert.Equal(0, await RunAsync("tokens create --role submitter --expires 30d"));

        var token = Output.ToString().TrimEnd();
        Assert.StartsWith("grn_", token, StringComparison.Ordinal);
        Assert.Contains("This is submitter-1, a submitter until 2026-03-31 14:00:00Z. It is shown once.", Error.ToString(), StringComparison.Ordinal);
        Assert.Contains("granary tokens revoke submitter-1", Error.ToString(), StringComparison.Ordinal);
        Assert.Equal(TokenRole.Submitter, (await Cluster.Tokens.Find(TokenText.HexOf(token)))!.Role);
    }

    [Fact]
    public async Task Create_WithJson_IsAnObject()
    {
        Assert.Equal(0, await RunAsync("tokens create --role viewer --name board --json"));

        Assert.Equal(("board", "viewer"), (LastJson.GetProperty("name").GetString(), LastJson.GetProperty("role").GetString()));
        Assert.StartsWith("grn_", LastJson.GetProperty("token").GetString(), StringComparison.Ordinal);
        Assert.Empty(Error.ToString());
    }

    [Fact]
    public async Task Create_NameThatIsTaken_IsRefused()
    {
        await RunAsync("tokens create --role viewer --name board");

        Assert.Equal(2, await RunAsync("tokens create --role operator --name board"));

        Assert.Contains("there is a token board already", Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_TellsNoToken_AndRevokeRemovesOne()
    {
        await RunAsync("tokens create --role operator --expires 12h");
        var token = Output.ToString().TrimEnd();
        Output.GetStringBuilder().Clear();

        Assert.Equal(0, await RunAsync("tokens"));
        Assert.Contains("operator-1  operator  2026-03-01 14:00:00Z  2026-03-02 02:00:00Z", Output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(token, Output.ToString(), StringComparison.Ordinal);

        Assert.Equal(0, await RunAsync("tokens revoke operator-1"));
        Assert.Empty(await Cluster.Tokens.List());
        Assert.Equal(2, await RunAsync("tokens revoke operator-1"));
        Assert.Contains("found no token 'operator-1'", Error.ToString(), StringComparison.Ordinal);
    }
}
