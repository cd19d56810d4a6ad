using System.Net;
using System.Text.RegularExpressions;
using Granary.Grains.Interfaces.Tokens;
using Granary.Web.Roles;
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
    public void Routes_All_NameARole() => Assert.Empty(cluster.Routes
        .Where(r => r.Metadata.GetMetadata<NeededRole>() is null)
        .Select(r => "/" + r.RoutePattern.RawText!.TrimStart('/'))
        .Except(["/health/live", "/health/ready"]));

    [Fact]
    public async Task ExpiredToken_AnyRouteAndMethod_IsRefused()
    {
        var token = await cluster.TokenAsync(TokenRole.Operator, TimeSpan.Zero);

        Assert.Equal(Open, await LetThroughAsync(r => Show(r, token), HttpStatusCode.Unauthorized));
    }

    [Fact]
    public async Task RevokedToken_AnyRouteAndMethod_IsRefused()
    {
        var token = await cluster.TokenAsync(TokenRole.Operator, TimeSpan.FromDays(1), "revoked");
        Assert.Equal(HttpStatusCode.OK, await StatusOfAsync("GET", "/api/v1/jobs", token));

        Assert.True(await cluster.Tokens.Revoke("revoked"));

        Assert.Equal(Open, await LetThroughAsync(r => Show(r, token), HttpStatusCode.Unauthorized));
    }

    [Theory]
    [InlineData(TokenRole.Viewer)]
    [InlineData(TokenRole.Submitter)]
    public async Task TokenOfARole_RoutesThatNeedAnother_AreRefused(TokenRole role)
    {
        var token = await cluster.TokenAsync(role, TimeSpan.FromDays(1));
        var forbidden = Uses.Where(u => u.Role > role).ToArray();
        Assert.NotEmpty(forbidden);
        foreach (var (method, path, _) in forbidden)
        {
            Assert.Equal((path, HttpStatusCode.Forbidden), (path, await StatusOfAsync(method, path, token)));
        }

        // Of streams only the headers are read.
        foreach (var (method, path, _) in Uses.Where(u => u.Role <= role))
        {
            Assert.NotEqual((path, HttpStatusCode.Forbidden), (path, await StatusOfAsync(method, path, token)));
            Assert.NotEqual((path, HttpStatusCode.Unauthorized), (path, await StatusOfAsync(method, path, token)));
        }
    }

    [Fact]
    public void Roles_OfRoutesThatChangeSomething_AreThese() => Assert.Equal(
        [
            "DELETE /api/v1/data-sets/x: Operator",
            "DELETE /api/v1/models/x: Operator",
            "POST /api/v1/jobs/: Submitter",
            "POST /api/v1/jobs/x/cancel: Submitter",
            "POST /api/v1/jobs/x/pause: Submitter",
            "POST /api/v1/jobs/x/resume: Submitter",
            "PUT /api/v1/uploads/x: Submitter",
        ],
        Uses.Where(u => u.Role > TokenRole.Viewer).Select(u => $"{u.Method} {u.Path}: {u.Role}").Order(StringComparer.Ordinal));

    [Fact]
    public async Task Link_TokenOfARole_GivesACookieOfTheSameRole()
    {
        var token = await cluster.TokenAsync(TokenRole.Viewer, TimeSpan.FromDays(1));
        using var stranger = cluster.Stranger();
        using var link = await stranger.GetAsync($"/?token={token}");
        var cookie = link.Headers.GetValues("Set-Cookie").Single().Split(';')[0];

        Assert.Equal(HttpStatusCode.OK, await StatusOfAsync("GET", "/api/v1/jobs", r => r.Headers.Add("Cookie", cookie)));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusOfAsync("POST", "/api/v1/jobs/x/cancel", r =>
        {
            r.Headers.Add("Cookie", cookie);
            r.Headers.Add("Origin", cluster.Address);
        }));
    }

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

    private IEnumerable<(string Method, string Path, TokenRole Role)> Uses => cluster.Routes.SelectMany(r =>
        (r.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"])
            .Select(m => (m, "/" + Parameter().Replace(r.RoutePattern.RawText!, "x").TrimStart('/'), r.Metadata.GetMetadata<NeededRole>()?.Role ?? TokenRole.Viewer)))
        .Distinct();

    private static void Show(HttpRequestMessage request, string token) => request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");

    private Task<HttpStatusCode> StatusOfAsync(string method, string path, string token) => StatusOfAsync(method, path, r => Show(r, token));

    private async Task<HttpStatusCode> StatusOfAsync(string method, string path, Action<HttpRequestMessage> prepare)
    {
        using var stranger = cluster.Stranger();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        prepare(request);
        using var response = await stranger.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return response.StatusCode;
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
