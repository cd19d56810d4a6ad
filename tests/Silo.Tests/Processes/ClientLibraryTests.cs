using Granary.Client;
using Granary.Grains.Interfaces.Jobs;
using Granary.Requests.Faults;
using Granary.Requests.JobFiles;

namespace Granary.Silo.Tests.Processes;

/// <summary>The C# library with silos in processes of their own.</summary>
public sealed class ClientLibraryTests : IDisposable
{
    private static readonly string Digits = Path.Combine(AppContext.BaseDirectory, "examples", "digits.json");

    private readonly TemporaryFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Job_WhoseSiloIsKilled_IsFollowedToItsEnd()
    {
        await using var first = await SiloProcess.StartAsync(_data);
        await using var second = await SiloProcess.StartAsync(_data);
        await using var granary = await ConnectAsync();
        var job = await granary.SubmitAsync(JobFile.Read(Digits, "epochs=1000", "silos=2", "checkpoint.everySeconds=1"));

        var steps = (await job.WatchAsync().FirstAsync(s => s is { State: JobState.Running, Steps: > 0 })).Steps;
        await first.Program.Kill();
        await job.WatchAsync().FirstAsync(s => s.State == JobState.Running && s.Steps > steps + 1000);
        await job.CancelAsync();
        var events = await job.WatchEventsAsync().Select(e => e.Kind).ToArrayAsync();

        Assert.Contains(JobEventKind.Lost, events);
        Assert.Equal(JobEventKind.Ended, events[^1]);
        Assert.Equal(JobState.Cancelled, (await Assert.ThrowsAsync<TrainingFailedException>(() => job.WaitAsync())).Status.State);
    }

    [Fact]
    public async Task Job_PausedResumedAndExtended_EndsWithItsModel()
    {
        await using var silo = await SiloProcess.StartAsync(_data);
        await using var granary = await ConnectAsync();
        var job = await granary.SubmitAsync(JobFile.Read(Digits, "epochs=400"));

        await job.PauseAsync();
        var paused = await job.GetStatusAsync();
        await job.ResumeAsync();
        await job.WaitAsync();
        await job.ExtendAsync(new JobExtension(10, null));
        var end = await job.WaitAsync();
        using var model = await job.LoadModelAsync();
        var history = await job.GetHistoryAsync();

        Assert.Equal(JobState.Paused, paused.State);
        Assert.Equal(410 * 90, end.Steps);
        Assert.Equal(end.WeightsHash, model.WeightsHash);
        Assert.InRange(history.Losses[^1].Step, paused.Steps, end.Steps - 1);
        Assert.Equal([job.Id], (await granary.ListJobsAsync()).Select(j => j.Id));
    }

    [Fact]
    public async Task ConnectAsync_NobodyThere_SaysWhatToStart()
    {
        var options = new GranaryClientOptions { DataDirectory = _data.Path, ConnectTimeout = TimeSpan.FromMilliseconds(300) };

        var e = await Assert.ThrowsAsync<NoClusterException>(() => GranaryClient.ConnectAsync("local", options));

        Assert.EndsWith($"start one with: granary-silo --data-dir {_data.Path}", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConnectAsync_NoAddress_SaysWhatIsExpected()
    {
        var e = await Assert.ThrowsAsync<RequestException>(() => GranaryClient.ConnectAsync("redis"));

        Assert.Contains("found 'redis', expected 'local', 'redis:HOST:PORT'", e.Message, StringComparison.Ordinal);
    }

    private Task<GranaryClient> ConnectAsync() => GranaryClient.ConnectAsync("local", new GranaryClientOptions { DataDirectory = _data.Path });
}
