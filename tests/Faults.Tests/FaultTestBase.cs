using Granary.Benchmarks.Faults.Clusters;
using Granary.Files;
using Granary.Grains.Interfaces.Jobs;

namespace Granary.Faults.Tests;

/// <summary>A test with a cluster of processes, and a job to which something happens.</summary>
[Collection(ReferenceCollection.Name)]
public abstract class FaultTestBase(ReferenceFixture reference) : IAsyncLifetime
{
    // Generous: only a failing test ever waits that long.
    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    protected FaultCluster Cluster { get; private set; } = null!;

    /// <summary>The job that something happens to.</summary>
    protected virtual JobSpec Job => reference.Job;

    protected ReferenceFixture Reference => reference;

    public virtual ValueTask InitializeAsync()
    {
        Cluster = MakeCluster();
        return ValueTask.CompletedTask;
    }

    public virtual async ValueTask DisposeAsync()
    {
        await Cluster.DisposeAsync();
        Assert.All(Cluster.ProcessIds, id => Assert.False(Directory.Exists($"/proc/{id}"), $"the silo with process {id} is left behind"));
    }

    protected virtual FaultCluster MakeCluster() => new();

    /// <summary>Submits the job and waits for its first checkpoint.</summary>
    protected async Task<(string Id, JobStatus Status)> SubmitAndCheckpoint()
    {
        var id = await Cluster.Submit(Job);
        var (status, _) = await Cluster.Until(id, "a checkpoint of a running job", s => s.CheckpointedAt > 0, Patience);
        Assert.True(status.State == JobState.Running, $"{status.State} at step {status.Steps}: expected the job to run still");
        return (id, status);
    }

    /// <summary>
    /// Waits for the job's end, compares its weights with those of the undisturbed one, and has all silos leave: they end by themselves, and
    /// nothing half written is left.
    /// </summary>
    protected async Task<JobStatus> EndsWithTheSameBits(string id)
    {
        var status = await Cluster.End(id, Patience);
        var expected = await reference.Hashes.Hash(Job);
        Assert.True(
            expected == status.WeightsHash, await Cluster.Explain($"expected {expected}, found {status.WeightsHash}", id));
        await NothingIsLeft(id);
        return status;
    }

    private async Task NothingIsLeft(string id)
    {
        // Those that go on remove the files of those that are gone, a moment later.
        await Eventually.Becomes(
            () => AliveFiles().Length, "no file of a silo that is gone", count => count <= Cluster.Silos.Count(s => !s.HasExited));
        Assert.All(await Cluster.Leave(), code => Assert.Equal(0, code));
        var checkpoints = Path.Combine(Cluster.Data, "checkpoints", id);
        Assert.Empty(AliveFiles());
        Assert.DoesNotContain(Directory.GetFiles(checkpoints, "*", SearchOption.AllDirectories), DurableFile.IsTemporary);
        Assert.InRange(Directory.GetDirectories(checkpoints).Length, 0, Job.Checkpoint.Keep);
    }

    private string[] AliveFiles() => Directory.GetFiles(Cluster.Data, "*.alive", SearchOption.AllDirectories);

    /// <summary>Waits until something was told about the job.</summary>
    protected async Task<JobEvent> Event(string id, JobEventKind kind)
    {
        var events = await Eventually.Becomes(
            () => Cluster.Events(id), $"an event {kind}", events => events.Any(e => e.Kind == kind),
            events => string.Join('\n', events.Select(e => $"{e.Number} {e.Kind} {e.Step} {e.Silo} {e.Message}")));
        return events.First(e => e.Kind == kind);
    }
}
