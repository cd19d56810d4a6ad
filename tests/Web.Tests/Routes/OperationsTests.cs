using System.Net;
using Granary.Web.Tests.Hosting;

namespace Granary.Web.Tests.Routes;

/// <summary>Health and metrics of a silo that serves HTTP.</summary>
public sealed class OperationsTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    [Theory]
    [InlineData("/health/live", "live\n")]
    [InlineData("/health/ready", "ready\n")]
    public async Task Health_NoToken_TellsAWord(string path, string expected)
    {
        using var stranger = cluster.Stranger();

        Assert.Equal(expected, await stranger.GetStringAsync(path));
    }

    [Fact]
    public async Task Metrics_NoToken_AreRefused()
    {
        using var stranger = cluster.Stranger();
        using var response = await stranger.GetAsync("/metrics");

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task Metrics_Token_AreGranarysOrleansAndTheRuntimes()
    {
        using var program = cluster.Program();

        var text = await program.GetStringAsync("/metrics");

        Assert.Contains("granary_steps_total", text, StringComparison.Ordinal);
        Assert.Contains("granary_exchange_io_bytes_total", text, StringComparison.Ordinal);
        Assert.Contains("orleans_", text, StringComparison.Ordinal);
        Assert.Contains("dotnet_gc_", text, StringComparison.Ordinal);
    }
}
