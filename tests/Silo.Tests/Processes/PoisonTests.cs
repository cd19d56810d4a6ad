using System.Text.Json;

namespace Granary.Silo.Tests.Processes;

/// <summary>A job that kills its silos is set aside after two of them, and the others end with the right bits.</summary>
public sealed class PoisonTests : IAsyncDisposable
{
    private static readonly string Digits = Path.Combine(AppContext.BaseDirectory, "examples", "digits.json");

    // So long that it runs when the last silo is lost.
    private static readonly string[] Innocent = ["--set", "name=innocent", "--set", "epochs=1500", "--set", "checkpoint.everySeconds=0.5"];

    private readonly TemporaryFolder _data = new();
    private readonly List<SiloProcess> _silos = [];

    public async ValueTask DisposeAsync()
    {
        foreach (var silo in _silos)
        {
            await silo.DisposeAsync();
        }

        _data.Dispose();
    }

    [Fact]
    public async Task Job_ThatKillsItsSilos_IsQuarantinedAfterTwo()
    {
        for (var i = 0; i < 3; i++)
        {
            _silos.Add(await SiloProcess.StartAsync("granary-poisoned-silo", _data));
        }

        await Granary(["submit", Digits, .. Innocent]);

        // One shard: each start is on one silo.
        await Granary(["submit", Digits, "--set", "name=poison", "--set", "network.dimensions=[64,13,10]", "--set", "shards=1"]);

        await Eventually.Becomes(
            async () => await Status("poison-1"), "quarantine", s => s == "quarantined", s => s ?? "no answer");

        await Eventually.Becomes(async () => await Status("innocent-1"), "the other job to run", s => s == "running", s => s ?? "no answer");
        Assert.Contains("quarantined", await Granary(["jobs"]), StringComparison.Ordinal);
        var ended = JsonDocument.Parse((await Granary(["watch", "innocent-1", "--json"])).TrimEnd().Split('\n')[^1]).RootElement;
        var (_, alone, _) = await Program.Run("granary", ["run", Digits, "--json", .. Innocent]);
        Assert.Equal(
            JsonDocument.Parse(alone.TrimEnd().Split('\n')[^1]).RootElement.GetProperty("weightsHash").GetString(),
            ended.GetProperty("weightsHash").GetString());
    }

    private async Task<string?> Status(string job)
    {
        var (_, output, _) = await Program.Run("granary", "status", job, "--json", "--data-dir", _data.Path);
        return output.Length > 0 && JsonDocument.Parse(output).RootElement.TryGetProperty("state", out var state) ? state.GetString() : null;
    }

    private async Task<string> Granary(string[] arguments)
    {
        var (exitCode, output, error) = await Program.Run("granary", [.. arguments, "--data-dir", _data.Path]);
        Assert.True(exitCode == 0, $"granary {string.Join(' ', arguments)} ended with {exitCode}: {error}");
        return output;
    }
}
