using System.Text.Json;
using Granary.Silo.Tests.Processes;
using Granary.Testing.Servers;

namespace Granary.Silo.Tests.Deployment;

/// <summary>A Prometheus that scrapes silos which train: the board's queries, the alerts and the metrics' own form.</summary>
public sealed class PrometheusTests : IDisposable
{
    private static readonly string Digits = Path.Combine(AppContext.BaseDirectory, "examples", "digits.json");

    private readonly TemporaryFolder _data = new();

    private static string Monitoring => File.ReadAllText(Path.Combine(Repository.Root, "docs", "monitoring.md"));

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Board_EachQuery_FindsDataOfSilosThatTrain()
    {
        PrometheusProcess.Require();
        var ports = Ports.Free(2);
        await using var first = await SiloProcess.StartAsync(_data, "--metrics", $"127.0.0.1:{ports[0]}");
        await using var second = await SiloProcess.StartAsync(_data, "--metrics", $"127.0.0.1:{ports[1]}");
        using var prometheus = new PrometheusProcess([.. ports.Select(p => $"127.0.0.1:{p}")]);
        await prometheus.StartAsync();
        await Granary("submit", Digits, "--set", "epochs=1000000", "--set", "silos=2", "--set", "checkpoint.everySeconds=1");

        foreach (var query in Queries())
        {
            await Eventually.Becomes(
                () => prometheus.QueryAsync(query), $"data for {query}", found => found.Length > 0 && !found.Contains("NaN"), found => $"{found.Length} series");
        }

        await first.Program.Kill();
        await Eventually.Becomes(
            () => prometheus.QueryAsync("sum(granary_recovery_duration_seconds_count)"), "a recovery", found => found is [not "0"]);
    }

    [Fact]
    public async Task Metrics_OfOurOwn_AreAsPrometheusWantsThem()
    {
        PrometheusProcess.Require();
        var port = Ports.Free();
        await using var silo = await SiloProcess.StartAsync(_data, "--metrics", $"127.0.0.1:{port}");
        await Granary("submit", Digits, "--follow");
        using var client = new HttpClient();
        var text = await client.GetStringAsync($"http://127.0.0.1:{port}/metrics");
        var own = text.Split('\n').Where(l => l.Split(' ') is [var word, ..] && (word.StartsWith("granary_", StringComparison.Ordinal) || IsHead(l)));

        var (exitCode, output, error) = await Tool.RunAsync("promtool", ["check", "metrics"], string.Join('\n', own) + "\n");

        Assert.Equal((0, "", ""), (exitCode, output, error));
        Assert.DoesNotContain("digits", text, StringComparison.Ordinal);
        var names = text.Split('\n').Where(l => l.StartsWith("# TYPE granary_", StringComparison.Ordinal)).Select(l => l.Split(' ')[2]);
        Assert.DoesNotContain(names, n => !Monitoring.Contains($"`{n}`", StringComparison.Ordinal));

        static bool IsHead(string line) => line.Split(' ') is ["#", _, var name, ..] && name.StartsWith("granary_", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Configuration_WithItsAlerts_IsValid()
    {
        PrometheusProcess.Require();

        var (exitCode, output, error) = await Tool.RunAsync("promtool", ["check", "config", Path.Combine(Tool.Deploy, "prometheus", "prometheus.yml")]);

        Assert.True(exitCode == 0, output + error);
        var alerts = File.ReadLines(Path.Combine(Tool.Deploy, "prometheus", "alerts.yml")).Where(l => l.Contains("- alert: ", StringComparison.Ordinal));
        Assert.DoesNotContain(alerts.Select(l => l.Split(": ")[1]), a => !Monitoring.Contains($"`{a}`", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Alerts_OfAllKinds_FireWhenTheyShould()
    {
        PrometheusProcess.Require();

        var (exitCode, output, error) = await Tool.RunAsync("promtool", ["test", "rules", Path.Combine(Tool.Deploy, "prometheus", "alerts.test.yml")]);

        Assert.True(exitCode == 0, output + error);
    }

    // Grafana's variables in the place of which it puts durations.
    private static IEnumerable<string> Queries() => JsonDocument
        .Parse(File.ReadAllText(Path.Combine(Tool.Deploy, "grafana", "granary.json")))
        .RootElement.GetProperty("panels").EnumerateArray()
        .Where(p => p.TryGetProperty("targets", out _))
        .SelectMany(p => p.GetProperty("targets").EnumerateArray())
        .Select(t => t.GetProperty("expr").GetString()!)
        .Where(q => !q.Contains("granary_recovery_", StringComparison.Ordinal))
        .Select(q => q.Replace("$__rate_interval", "10s", StringComparison.Ordinal).Replace("$__range", "60s", StringComparison.Ordinal));

    private async Task Granary(params string[] arguments)
    {
        var (exitCode, _, error) = await Processes.Program.Run("granary", [.. arguments, "--data-dir", _data.Path]);
        Assert.True(exitCode == 0, error);
    }
}
