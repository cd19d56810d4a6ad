using System.Text.Json;

namespace Granary.Silo.Tests.Processes;

/// <summary>The two programs together: a silo in one process, the console in others.</summary>
public sealed class ClusterProgramTests : IAsyncLifetime
{
    private static readonly string Digits = Path.Combine(AppContext.BaseDirectory, "examples", "digits.json");

    private readonly TemporaryFolder _data = new();
    private SiloProcess? _silo;

    public async ValueTask InitializeAsync() => _silo = await SiloProcess.StartAsync(_data);

    [Fact]
    public async Task Submit_Follow_TrainsAndEveryCommandKnowsTheJob()
    {
        var (exitCode, output, error) = await Granary("submit", Digits, "--follow", "--json", "--set", "epochs=2");
        Assert.True(exitCode == 0, $"expected exit code 0, found {exitCode}: {error}");
        var result = LastObject(output);
        Assert.Equal("completed", result.GetProperty("state").GetString());
        Assert.Equal(await HashInThisProcess(), result.GetProperty("weightsHash").GetString());

        var jobs = await Granary("jobs", "--json");
        Assert.Equal((0, "digits-1"), (jobs.ExitCode, LastObject(jobs.Output).GetProperty("job").GetString()));

        var status = await Granary("status", "digits-1", "--json");
        Assert.Equal(0, status.ExitCode);
        Assert.Equal(result.GetProperty("weightsHash").GetString(), LastObject(status.Output).GetProperty("weightsHash").GetString());
    }

    [Fact]
    public async Task Cancel_RunningJob_EndsIt()
    {
        Assert.Equal(0, (await Granary("submit", Digits, "--set", "epochs=1000000")).ExitCode);

        var cancelled = await Granary("cancel", "digits-1", "--json");
        Assert.Equal(0, cancelled.ExitCode);
        Assert.Equal("cancelled", LastObject(cancelled.Output).GetProperty("state").GetString());

        var cluster = await Granary("cluster", "--json");
        Assert.Equal(0, cluster.ExitCode);
        Assert.Equal(1, LastObject(cluster.Output).GetProperty("computeThreads").GetInt32());
    }

    [Fact]
    public async Task Sigterm_WhileAJobRuns_StopsTheSiloWithZero()
    {
        Assert.Equal(0, (await Granary("submit", Digits, "--set", "epochs=1000000")).ExitCode);

        await _silo!.Program.Terminate();

        Assert.Equal(0, (await _silo.Program.End()).ExitCode);
    }

    [Fact]
    public async Task Submit_BadJob_ExitsWithTwo()
    {
        var (exitCode, _, error) = await Granary("submit", Digits, "--set", "batchSize=100000");

        Assert.Equal(2, exitCode);
        Assert.Contains("1438 training rows", error);
        Assert.Contains("no jobs", (await Granary("jobs")).Error);
    }

    public async ValueTask DisposeAsync()
    {
        if (_silo is not null)
        {
            await _silo.DisposeAsync();
        }

        _data.Dispose();
    }

    // The same job on a cluster of another shape.
    private static async Task<string?> HashInThisProcess()
    {
        var (exitCode, output, error) = await Program.Run("granary", "run", Digits, "--silos", "2", "--json", "--set", "epochs=2", "--set", "silos=2");
        Assert.True(exitCode == 0, $"expected exit code 0, found {exitCode}: {error}");
        return LastObject(output).GetProperty("weightsHash").GetString();
    }

    private static JsonElement LastObject(string output) =>
        JsonDocument.Parse(output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)[^1]).RootElement;

    private Task<(int ExitCode, string Output, string Error)> Granary(params string[] arguments) =>
        Program.Run("granary", [.. arguments, "--data-dir", _data.Path]);
}
