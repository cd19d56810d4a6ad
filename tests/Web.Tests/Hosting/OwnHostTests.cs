using System.Net;
using System.Net.Http.Headers;
using Granary.Grains.Hosting;
using Granary.Web.Doors;
using Granary.Web.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Granary.Web.Tests.Hosting;

/// <summary>The API and the dashboard in somebody else's host, beside his own pages.</summary>
public sealed class OwnHostTests
{
    [Fact]
    public async Task UseGranary_BelowAPath_ServesThereAndLeavesOtherPagesAlone()
    {
        using var data = new TemporaryFolder();
        var token = AccessToken.OfFile(Path.Combine(data.Path, "token"));
        var ports = Ports.Free(3);
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{ports[2]}");
        builder.UseOrleans(silo => silo
            .UseLocalhostClustering(ports[0], ports[1])
            .AddMemoryGrainStorageAsDefault()
            .AddGranary(new GranaryOptions(data.Path)));
        builder.Services.AddGranaryWeb();
        await using var app = builder.Build();
        app.Map("/granary", granary => granary.UseGranary(new GranaryWebOptions { Token = token }));
        app.MapGet("/", () => "mine");
        await app.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{ports[2]}") };

        Assert.Equal("mine", await client.GetStringAsync("/"));
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/granary/api/v1/jobs")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/api/v1/jobs")).StatusCode);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.Text);
        Assert.Equal("[]", await client.GetStringAsync("/granary/api/v1/jobs"));
        Assert.Contains("<title>", await client.GetStringAsync("/granary/"), StringComparison.Ordinal);
        await app.StopAsync();
    }
}
