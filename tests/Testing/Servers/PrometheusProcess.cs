using System.Text.Json;

namespace Granary.Testing.Servers;

/// <summary>A Prometheus of a test's own on loopback, that scrapes every second. It has to be started.</summary>
/// <param name="targets">What it scrapes, <c>HOST:PORT</c>.</param>
public sealed class PrometheusProcess(string[] targets) : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _client = new();
    private ServerProcess? _process;

    public int Port { get; } = Ports.Free();

    /// <summary>Skips the test where Prometheus is not installed.</summary>
    public static void Require() => Needs.Server("Prometheus", Needs.FindProgram("prometheus") is not null && Needs.FindProgram("promtool") is not null);

    /// <summary>Starts it and waits until it answers. Skips the test where Prometheus is not installed.</summary>
    public async Task StartAsync()
    {
        Require();
        var configuration = Path.Combine(_folder.Path, "prometheus.yml");
        await File.WriteAllTextAsync(configuration,
            $"""
            global:
              scrape_interval: 1s
            scrape_configs:
              - job_name: granary
                static_configs:
                  - targets: [{string.Join(", ", targets.Select(t => $"\"{t}\""))}]
            """);
        _process = new ServerProcess(
            Needs.FindProgram("prometheus")!,
            [$"--config.file={configuration}", $"--storage.tsdb.path={Path.Combine(_folder.Path, "data")}", $"--web.listen-address=127.0.0.1:{Port}"]);
        await _process.WaitAsync(() => _client.GetStringAsync($"http://127.0.0.1:{Port}/-/ready"));
    }

    /// <summary>The values that a query has now, one of each series.</summary>
    public async Task<string[]> QueryAsync(string query)
    {
        var answer = await _client.GetStringAsync($"http://127.0.0.1:{Port}/api/v1/query?query={Uri.EscapeDataString(query)}");
        return [.. JsonDocument.Parse(answer).RootElement.GetProperty("data").GetProperty("result").EnumerateArray().Select(r => r.GetProperty("value")[1].GetString()!)];
    }

    public void Dispose()
    {
        _process?.Dispose();
        _client.Dispose();
        _folder.Dispose();
    }
}
