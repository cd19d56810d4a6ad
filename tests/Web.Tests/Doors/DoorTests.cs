using System.Net;
using System.Text.RegularExpressions;
using Granary.Web.Tests.Hosting;
using Microsoft.AspNetCore.Routing;

namespace Granary.Web.Tests.Doors;

/// <summary>Nobody comes in who does not show the token, whatever the route and the method, but for the silo's health.</summary>
public sealed partial class DoorTests(ClusterFixture cluster) : IClassFixture<ClusterFixture>
{
    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "INVENTED"];

    // The whole list: a route that is open besides has these tests fail.
    private static readonly string[] Open =
        ["GET /health/live: OK", "HEAD /health/live: OK", "GET /health/ready: OK", "HEAD /health/ready: OK"];

    private IEnumerable<string> Paths => cluster.Routes.Select(r => Parameter().Replace(r.RoutePattern.RawText!, "x")).Append("/unknown").Distinct();

    [Fact]
    public void Routes_All_AreWalked()
    {
        // Fewer would mean that the walk misses some.
        Assert.Contains("/api/v1/jobs/x/cancel", Paths);
        Assert.Contains("/app.js", Paths.Select(p => p.StartsWith('/') ? p : "/" + p));
        Assert.InRange(cluster.Routes.Count, 30, int.MaxValue);
        Assert.Equal(cluster.Routes.Count, cluster.Routes.Select(r => (r.RoutePattern.RawText, Allowed(r))).Distinct().Count());
    }

    [Fact]
    public async Task NoToken_AnyRouteAndMethod_IsRefused() =>
        Assert.Equal(Open, await LetThroughAsync(_ => { }, HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden));

    [Fact]
    public async Task WrongToken_AnyRouteAndMethod_IsRefused() => Assert.Equal(Open, await LetThroughAsync(
        r => r.Headers.TryAddWithoutValidation("Authorization", "Bearer grn_" + new string('A', 43)), HttpStatusCode.Unauthorized));

    [Fact]
    public async Task OtherHost_WithToken_IsRefused() => Assert.Empty(await LetThroughAsync(
        r =>
        {
            r.Headers.Host = "rebound.example:" + new Uri(cluster.Address).Port;
            r.Headers.TryAddWithoutValidation("Authorization", "Bearer " + cluster.Token);
        },
        HttpStatusCode.Forbidden));

    [Fact]
    public async Task OtherOrigin_WithCookie_IsRefused()
    {
        var cookie = await cluster.CookieAsync();
        foreach (var origin in new[] { "http://rebound.example", "null", "http://127.0.0.1:1", "https://" + new Uri(cluster.Address).Authority })
        {
            Assert.Empty(await LetThroughAsync(
                r =>
                {
                    r.Headers.Add("Cookie", cookie);
                    r.Headers.TryAddWithoutValidation("Origin", origin);
                },
                HttpStatusCode.Forbidden));
        }
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("PATCH")]
    [InlineData("INVENTED")]
    public async Task NoOrigin_CookieAndAMethodThatChangesState_IsRefused(string method)
    {
        using var stranger = cluster.Stranger();
        using var request = new HttpRequestMessage(new HttpMethod(method), "/api/v1/jobs");
        request.Headers.Add("Cookie", await cluster.CookieAsync());

        using var response = await stranger.SendAsync(request);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Fact]
    public async Task OwnOriginAndCookie_MethodThatChangesState_IsLetIn()
    {
        using var stranger = cluster.Stranger();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/jobs/nope/cancel");
        request.Headers.Add("Cookie", await cluster.CookieAsync());
        request.Headers.Add("Origin", cluster.Address);

        using var response = await stranger.SendAsync(request);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]")]
    [InlineData(ClusterFixture.ConfiguredName)]
    public async Task OwnName_WithToken_IsLetIn(string name)
    {
        using var program = cluster.Program();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/health");
        request.Headers.Host = $"{name}:{new Uri(cluster.Address).Port}";

        using var response = await program.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Link_RightToken_GivesACookieAndLeadsAwayFromTheToken()
    {
        using var stranger = cluster.Stranger();

        using var response = await stranger.GetAsync(cluster.Server.Link);

        Assert.Equal(HttpStatusCode.SeeOther, response.StatusCode);
        Assert.Equal("/", response.Headers.Location?.OriginalString);
        var cookie = response.Headers.GetValues("Set-Cookie").Single();
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(cluster.Token, cookie, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/?token=wrong")]
    [InlineData("/api/v1/jobs?token=TOKEN")]
    public async Task Link_WrongTokenOrAnotherPath_IsRefused(string path)
    {
        using var stranger = cluster.Stranger();

        using var response = await stranger.GetAsync(path.Replace("TOKEN", cluster.Token, StringComparison.Ordinal));

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.False(response.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task Answers_All_TellBrowsersWhatNotToDo()
    {
        using var program = cluster.Program();

        using var response = await program.GetAsync("/");

        Assert.StartsWith("default-src 'self'", response.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.DoesNotContain(response.Headers, h => h.Key.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void TokenFile_OnUnix_IsItsOwnersAlone()
    {
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(cluster.TokenFile));
        }
    }

    private static string Allowed(RouteEndpoint route) =>
        string.Join(',', route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []);

    private async Task<IReadOnlyList<string>> LetThroughAsync(Action<HttpRequestMessage> prepare, params HttpStatusCode[] refusals)
    {
        using var stranger = cluster.Stranger();
        var through = new List<string>();
        foreach (var (path, method) in Paths.SelectMany(p => Methods.Select(m => (p, m))))
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            prepare(request);
            using var response = await stranger.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            if (!refusals.Contains(response.StatusCode))
            {
                through.Add($"{method} {path}: {response.StatusCode}");
            }
        }

        return through;
    }

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Parameter();
}
