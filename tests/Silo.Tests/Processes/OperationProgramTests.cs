using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Granary.Testing.Servers;

namespace Granary.Silo.Tests.Processes;

/// <summary>A silo as operators run it: under a service manager, behind another address, with a log for programs and metrics for Prometheus.</summary>
public sealed class OperationProgramTests : IDisposable
{
    private static readonly string Digits = Path.Combine(AppContext.BaseDirectory, "examples", "digits.json");

    private readonly TemporaryFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task LogJson_FromStartToEnd_IsAnObjectALineAndNamesNoToken()
    {
        await using var silo = Program.Start("granary-silo", "--data-dir", _data.Path, "--cores", "1", "--log", "json");
        await Eventually.Becomes(
            () => File.Exists(Path.Combine(_data.Path, "http", "token")) && Directory.GetFiles(Path.Combine(_data.Path, "cluster"), "*.alive").Length > 0,
            "a silo that has joined",
            joined => joined);
        await Program.Run("granary", "cluster", "--data-dir", _data.Path);
        await silo.Terminate();
        var (exitCode, output, error) = await silo.End();

        Assert.Equal((0, ""), (exitCode, output));
        var entries = error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonSerializer.Deserialize<JsonElement>(l)).ToArray();
        var joined = Assert.Single(entries, e => e.GetProperty("Message").GetString()!.Contains("has joined: clients at", StringComparison.Ordinal));
        Assert.Equal(_data.Path, joined.GetProperty("State").GetProperty("DataDirectory").GetString());
        Assert.EndsWith("Z", joined.GetProperty("Timestamp").GetString());
        Assert.Equal("the silo stops", entries[^1].GetProperty("Message").GetString());
        Assert.DoesNotContain("grn_", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Notify_UnderAServiceManager_TellsWhenItIsReadyAndWhenItStops()
    {
        var path = Path.Combine(_data.Path, "notify");
        using var manager = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        manager.Bind(new UnixDomainSocketEndPoint(path));
        manager.ReceiveTimeout = (int)TimeSpan.FromSeconds(60).TotalMilliseconds;
        await using var silo = Program.Start(
            "granary-silo", new Dictionary<string, string> { ["NOTIFY_SOCKET"] = path, ["GRANARY_DATA_DIR"] = Path.Combine(_data.Path, "data") });

        Assert.Equal("READY=1", await ReadAsync(manager));
        await silo.Terminate();
        Assert.Equal("STOPPING=1", await ReadAsync(manager));
        Assert.Equal(0, (await silo.End()).ExitCode);
    }

    [Fact]
    public async Task Advertise_AnotherAddressThanTheOneListenedAt_IsWhatOthersAreToldAndUse()
    {
        // All of 127.0.0.0/8 is this machine's, as the addresses of a container and of its host would be. A silo that listens at all addresses is
        // beyond loopback, so without --insecure it would need certificates.
        await using var first = await SiloProcess.StartAsync(_data, "--host", "0.0.0.0", "--advertise", "127.0.0.2", "--no-shared-memory", "--insecure");
        await using var second = await SiloProcess.StartAsync(_data, "--host", "0.0.0.0", "--advertise", "127.0.0.3", "--no-shared-memory", "--insecure");

        Assert.StartsWith("127.0.0.2:", first.Address);
        Assert.Contains(second.Lines, l => l.StartsWith("silos now: 2", StringComparison.Ordinal) && l.Contains("127.0.0.3:", StringComparison.Ordinal));
        Assert.Contains("listening at 0.0.0.0", first.Lines);
        var (exitCode, output, error) = await Program.Run(
            "granary", "submit", Digits, "--data-dir", _data.Path, "--insecure", "--follow", "--json", "--set", "epochs=2", "--set", "silos=2");
        Assert.True(exitCode == 0, error);
        Assert.Contains("\"state\":\"completed\"", output, StringComparison.Ordinal);
        Assert.Contains("\"silos\":2", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_OfASiloThatTrains_AreServedWithHealthAndNothingElse()
    {
        var port = Ports.Free();
        await using var silo = await SiloProcess.StartAsync(_data, "--metrics", $"127.0.0.1:{port}");
        Assert.Equal(0, (await Program.Run("granary", "submit", Digits, "--follow", "--data-dir", _data.Path)).ExitCode);
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };

        var metrics = await client.GetStringAsync("/metrics");

        Assert.Contains("granary_steps_total{", metrics, StringComparison.Ordinal);
        Assert.Contains("} 2700\n", metrics, StringComparison.Ordinal);
        Assert.DoesNotContain("digits", metrics, StringComparison.Ordinal);
        Assert.Equal("ready\n", await client.GetStringAsync("/health/ready"));
        Assert.Equal("live\n", await client.GetStringAsync("/health/live"));
        foreach (var path in new[] { "/", "/api/v1/jobs", "/api/v1/health", "/app.js" })
        {
            using var response = await client.GetAsync(path);
            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        }
    }

    [Fact]
    public async Task Health_StorageIsGone_IsNotReadyUntilItIsBack()
    {
        using var redis = new RedisProcess("--appendonly", "yes");
        await redis.StartAsync();
        var port = Ports.Free();
        await using var silo = await SiloProcess.StartAsync(_data, "--cluster", $"redis:{redis.Place}", "--metrics", $"127.0.0.1:{port}");
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        Assert.Equal(HttpStatusCode.OK, await ReadyAsync());

        redis.Kill();
        await Eventually.Becomes(ReadyAsync, "not ready", s => s == HttpStatusCode.ServiceUnavailable);
        Assert.Equal("live\n", await client.GetStringAsync("/health/live"));

        await redis.StartAsync();
        await Eventually.Becomes(ReadyAsync, "ready again", s => s == HttpStatusCode.OK);

        async Task<HttpStatusCode> ReadyAsync()
        {
            using var response = await client.GetAsync("/health/ready");
            return response.StatusCode;
        }
    }

    private static async Task<string> ReadAsync(Socket manager)
    {
        var buffer = new byte[256];
        var length = await manager.ReceiveAsync(buffer).WaitAsync(TimeSpan.FromSeconds(60));
        return System.Text.Encoding.UTF8.GetString(buffer, 0, length);
    }
}
