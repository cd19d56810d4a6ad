using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Granary.Clustering.Addresses;
using Granary.Grains.Interfaces.Tokens;
using Granary.Requests.Tokens;
using Granary.Silo.Hosting;
using Granary.Web.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Granary.Web.Tests.Hosting;

/// <summary>A silo that serves HTTP, and programs that talk to it.</summary>
public sealed class ClusterFixture : IAsyncLifetime
{
    public const string ConfiguredName = "granary.example";

    private readonly TemporaryFolder _data = new();
    private IHost? _silo;

    public string Address => Server.Address;

    public string Token => new Uri(Server.Link).Query["?token=".Length..];

    public string TokenFile => Path.Combine(_data.Path, "http", "token");

    public IReadOnlyList<RouteEndpoint> Routes =>
        [.. Server.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()];

    internal WebServer Server => _silo!.Services.GetRequiredService<WebServer>();

    public async ValueTask InitializeAsync()
    {
        var ports = Ports.Free(3);
        _silo = SiloHost.Build(new SiloSettings
        {
            Cluster = new ClusterPlace(new ClusterAddress.Local(), new DataDirectory(_data.Path)),
            Port = ports[0],
            GatewayPort = ports[1],
            Cores = 1,
            Http = new WebServerSettings(new IPEndPoint(IPAddress.Loopback, ports[2]), TokenFile) { Names = [ConfiguredName] },
        });
        await _silo.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _silo!.StopAsync();
        _silo.Dispose();
        _data.Dispose();
    }

    /// <summary>A client that says nothing by itself: no token, no cookies, no redirects.</summary>
    public HttpClient Stranger() => new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(Address) };

    /// <summary>A program with the token.</summary>
    public HttpClient Program()
    {
        var client = Stranger();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        return client;
    }

    public ITokenListGrain Tokens => _silo!.Services.GetRequiredService<IGrainFactory>().GetGrain<ITokenListGrain>(0);

    /// <summary>Has the cluster let a new token in.</summary>
    public async Task<string> TokenAsync(TokenRole role, TimeSpan lifetime, string? name = null)
    {
        var token = TokenText.Create();
        Assert.NotNull(await Tokens.Add(new NewToken
        {
            Name = name,
            Role = role,
            Lifetime = lifetime,
            Hash = TokenText.HexOf(token),
            CookieHash = TokenText.HexOf(TokenText.CookieOf(token)),
        }));
        return token;
    }

    /// <summary>The cookie that a browser gets for the link.</summary>
    public async Task<string> CookieAsync()
    {
        using var stranger = Stranger();
        using var response = await stranger.GetAsync(Server.Link);
        return response.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
    }

    /// <summary>Uploads the handwritten digits, whole.</summary>
    /// <returns>Their name: that of the first upload.</returns>
    public static async Task<string> UploadDigitsAsync(HttpClient program, string name)
    {
        var bytes = await File.ReadAllBytesAsync(Path.Combine(AppContext.BaseDirectory, "digits.csv"));
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes));
        using var response = await program.PutAsync($"/api/v1/uploads/{hash}?name={name}&bytes={bytes.Length}", new ByteArrayContent(bytes));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return (await JsonOf(response)).GetProperty("name").GetString()!;
    }

    /// <summary>Submits a job about the digits.</summary>
    public static async Task<string> SubmitAsync(HttpClient program, string data, string name, int epochs)
    {
        using var response = await program.PostAsync("/api/v1/jobs", new StringContent(
            $$"""
            {
              "name": "{{name}}", "data": { "train": "{{data}}", "label": "digit", "scale": 0.0625, "test": 0.2 },
              "network": { "dimensions": [64, 15, 10], "activations": ["relu", "sigmoid"] },
              "loss": "mse", "optimizer": { "name": "sgd", "learningRate": 0.5 }, "batchSize": 16, "epochs": {{epochs}}
            }
            """));
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        return (await JsonOf(response)).GetProperty("job").GetString()!;
    }

    public static async Task<JsonElement> JsonOf(HttpResponseMessage response) =>
        JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync());

    public static async Task<JsonElement> GetAsync(HttpClient program, string path)
    {
        using var response = await program.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await JsonOf(response);
    }
}
