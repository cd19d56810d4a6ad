using System.Text.Json;

namespace Granary.Silo.Tests.Processes;

/// <summary>A job that harms its silos is set aside, at the latest after two of them, and the others end with the right bits.</summary>
public sealed class PoisonTests : IAsyncDisposable
{
    private static readonly string Digits = Path.Combine(AppContext.BaseDirectory, "examples", "digits.json");

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

    [Theory]
    [InlineData(13, "quarantined", 3000)] // kills its silo
    [InlineData(17, "quarantined", 3000, Traits = ["set", "long"])] // stops it
    [InlineData(19, "failed", 10, Traits = ["set", "long"])] // takes all of its memory
    public async Task Job_ThatHarmsItsSilos_IsSetAsideAndTheOthersGoOn(int width, string expected, int innocentEpochs)
    {
        // So long that it runs when the other one is set aside, on as many silos as are left then.
        string[] innocent = ["--set", "name=innocent", "--set", $"epochs={innocentEpochs}", "--set", "checkpoint.everySeconds=0.5", "--set", "silos=3"];

        for (var i = 0; i < 3; i++)
        {
            _silos.Add(await SiloProcess.StartAsync("granary-poisoned-silo", _data));
        }

        await Granary(["submit", Digits, .. innocent]);

        // One shard: each start is on one silo.
        await Granary(["submit", Digits, "--set", "name=poison", "--set", $"network.dimensions=[64,{width},10]", "--set", "shards=1"]);

        await Eventually.Becomes(async () => await Status("poison-1"), expected, s => s == expected, s => s ?? "no answer");

        // On a fast machine it has ended meanwhile.
        await Eventually.Becomes(
            async () => await Status("innocent-1"), "the other job to go on", s => s is "running" or "completed", s => s ?? "no answer");
        Assert.Contains(expected, await Granary(["jobs"]), StringComparison.Ordinal);
        var ended = JsonDocument.Parse((await Granary(["watch", "innocent-1", "--json"])).TrimEnd().Split('\n')[^1]).RootElement;
        var (_, alone, _) = await Program.Run("granary", ["run", Digits, "--json", .. innocent]);
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
