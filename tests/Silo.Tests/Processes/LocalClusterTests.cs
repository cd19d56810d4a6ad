using System.Diagnostics;
using System.Text.Json;
using Granary.Grains.Interfaces;

namespace Granary.Silo.Tests.Processes;

/// <summary>Clusters whose silos share nothing but a data directory, and what happens to them when silos are killed.</summary>
public sealed class LocalClusterTests : IAsyncDisposable
{
    private static readonly string Digits = Path.Combine(AppContext.BaseDirectory, "examples", "digits.json");

    private readonly TemporaryFolder _data = new();
    private readonly List<SiloProcess> _silos = [];

    private string Cluster => Path.Combine(_data.Path, "cluster");

    public async ValueTask DisposeAsync()
    {
        foreach (var silo in _silos)
        {
            await silo.DisposeAsync();
        }

        _data.Dispose();
    }

    [Fact]
    public async Task FirstSiloKilled_OthersKnowWithinTwoSecondsAndTrain()
    {
        var first = await StartAsync();
        var second = await StartAsync();
        var third = await StartAsync();
        Assert.Equal("silos now: this one", first.Lines[2]);
        Assert.Equal($"silos now: 3 ({string.Join(", ", Addresses(first, second, third))})", third.Lines[2]);
        Assert.Equal(Addresses(first, second, third), await SilosAsync());

        var killed = Stopwatch.GetTimestamp();
        await first.Program.Kill();
        while (Status(first) != "Dead" || Directory.GetFiles(Cluster, "*.alive").Length > 2)
        {
            Assert.True(
                Stopwatch.GetElapsedTime(killed) < TimeSpan.FromSeconds(2),
                $"2 s after the kill: expected Dead and two locks, found {Status(first)} and {Directory.GetFiles(Cluster, "*.alive").Length}");
            await Task.Delay(10);
        }

        Assert.Equal(Addresses(second, third), await SilosAsync());
        var (exitCode, output, error) = await Granary("submit", Digits, "--follow", "--json", "--set", "epochs=2", "--set", "silos=2");
        Assert.True(exitCode == 0, error);
        Assert.Equal(2, LastObject(output).GetProperty("silos").GetInt32());
    }

    [Fact]
    public async Task SiloKilledWhileTraining_OthersSayThatItIsLostAndNoError()
    {
        var first = await StartAsync();
        await Granary("submit", Digits, "--set", "epochs=1000000", "--set", "silos=2");
        var second = await StartAsync();
        await EventsWith("joined");

        await second.Program.Kill();
        await EventsWith("recovered");

        await Granary("cancel", "digits-1");
        await first.Program.Terminate();
        var (exitCode, _, error) = await first.Program.End();
        Assert.Equal(0, exitCode);
        Assert.Contains($"silo {second.Address} was lost", error);
        Assert.DoesNotContain("error:", error);
    }

    [Fact]
    public async Task AllSilosKilled_TheNextOneIsUpAtOnceAndAlone()
    {
        foreach (var silo in new[] { await StartAsync(), await StartAsync() })
        {
            await silo.Program.Kill();
        }

        // Without locks it would wait until the dead ones had been silent for 15 s.
        var started = Stopwatch.GetTimestamp();
        var next = await StartAsync();

        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(10));
        Assert.Equal("silos now: this one", next.Lines[2]);
        Assert.Equal(Addresses(next), await SilosAsync());
        Assert.Single(Directory.GetFiles(Cluster, "*.alive"));
    }

    [Fact]
    public async Task SilosOfAnotherProtocol_SiloAndConsole_AreRefusedWithBothVersions()
    {
        Directory.CreateDirectory(Cluster);
        await File.WriteAllTextAsync(Path.Combine(Cluster, "members.json"), "{\"kind\": \"granary members\", \"protocol\": 99, \"new\": []}");
        using var alive = new FileStream(
            Path.Combine(Cluster, "other.alive"), FileMode.Create, FileAccess.Write, FileShare.None);

        var silo = await Program.Run("granary-silo", "--data-dir", _data.Path);
        var console = await Granary("jobs", "--json");

        Assert.Equal((2, 3), (silo.ExitCode, console.ExitCode));
        foreach (var text in new[] { silo.Error, console.Error, LastObject(console.Output).GetProperty("error").GetString() })
        {
            Assert.Contains($"speaks Granary protocol 99, this program speaks protocol {ClusterDefaults.ProtocolVersion}", text);
            Assert.DoesNotContain("   at ", text);
        }
    }

    [Fact]
    public async Task NoSilo_Console_SaysWithinTenSecondsWhatToStart()
    {
        var started = Stopwatch.GetTimestamp();
        var (exitCode, _, error) = await Granary("jobs");

        Assert.Equal(3, exitCode);
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(10));
        Assert.Contains($"no cluster answered at local ({_data.Path}) within 8 s; start one with: granary-silo --data-dir {_data.Path}", error);
    }

    [Fact]
    public async Task AllSilosFrozen_Console_SaysWithinTenSecondsWhatToDo()
    {
        foreach (var silo in new[] { await StartAsync(), await StartAsync() })
        {
            await silo.Program.Signal("STOP");
        }

        var started = Stopwatch.GetTimestamp();
        var (exitCode, _, error) = await Granary("jobs");

        Assert.Equal(3, exitCode);
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(10));
        Assert.Contains(
            $"no cluster answered at local ({_data.Path}) within 8 s, although its silo processes exist: if they are stopped, continue them "
            + $"(kill -CONT) or end them; start one with: granary-silo --data-dir {_data.Path}",
            error);
    }

    private static string[] Addresses(params SiloProcess[] silos) => [.. silos.Select(s => s.Address).Order(StringComparer.Ordinal)];

    private static JsonElement LastObject(string output) => Objects(output)[^1];

    private static JsonElement[] Objects(string output) =>
        [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(l => JsonDocument.Parse(l).RootElement)];

    private async Task<SiloProcess> StartAsync()
    {
        var silo = await SiloProcess.StartAsync(_data);
        _silos.Add(silo);
        return silo;
    }

    private async Task<string[]> SilosAsync()
    {
        var (exitCode, output, error) = await Granary("cluster", "--json");
        Assert.True(exitCode == 0, error);
        return [.. Objects(output).Select(s => s.GetProperty("address").GetString()!)];
    }

    // Waits until the job has an event of a kind.
    private async Task EventsWith(string kind)
    {
        var start = Stopwatch.GetTimestamp();
        for (var output = ""; !output.Contains($"\"{kind}\"", StringComparison.Ordinal);)
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromMinutes(1), $"expected an event '{kind}' within a minute, found: {output}");
            (_, output, _) = await Granary("logs", "digits-1", "--json");
        }
    }

    private string? Status(SiloProcess silo)
    {
        using var table = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Cluster, "members.json")));
        return table.RootElement.GetProperty("members").EnumerateArray()
            .Single(m => m.GetProperty("address").GetString()!.StartsWith(silo.Address + "@", StringComparison.Ordinal))
            .GetProperty("status").GetString();
    }

    private Task<(int ExitCode, string Output, string Error)> Granary(params string[] arguments) =>
        Program.Run("granary", [.. arguments, "--data-dir", _data.Path]);
}
