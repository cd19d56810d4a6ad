using Granary.Benchmarks.Faults.Clusters;
using Granary.Grains.Interfaces.Jobs;
using Granary.Testing.Servers;

namespace Granary.Faults.Tests.Storage;

/// <summary>A data directory on a file system of its own that fills up under a running job.</summary>
public sealed class FullDiskTests(ReferenceFixture reference) : FaultTestBase(reference)
{
    private const int Megabytes = 64;

    private readonly TemporaryFolder _data = new();

    protected override JobSpec Job => Reference.LongJob;

    public override async ValueTask InitializeAsync()
    {
        if (Environment.IsPrivilegedProcess)
        {
            await ServerProcess.RunAsync("mount", "-t", "tmpfs", "-o", $"size={Megabytes}m", "tmpfs", _data.Path);
        }

        await base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        try
        {
            await base.DisposeAsync();
        }
        finally
        {
            if (Environment.IsPrivilegedProcess)
            {
                await ServerProcess.RunAsync("umount", _data.Path);
            }

            _data.Dispose();
        }
    }

    [Fact]
    public async Task FillUp_WhileTraining_TheJobGoesOnAndChecksInAgainWhenThereIsRoom()
    {
        Needs.Root("mount a file system");
        await Cluster.StartMany(2);
        var (id, _) = await SubmitAndCheckpoint();
        var filler = Path.Combine(_data.Path, "filler");

        Fill(filler);
        var told = await Event(id, JobEventKind.CheckpointFailed);
        var (failing, _) = await Cluster.Until(id, "a status that tells it", s => s.CheckpointFault is not null, Patience);
        File.Delete(filler);

        Assert.Contains("Training goes on.", told.Message, StringComparison.Ordinal);
        var (again, _) = await Cluster.Until(
            id, "a later checkpoint", s => s.CheckpointFault is null && s.CheckpointedAt > failing.CheckpointedAt, Patience);
        Assert.Equal(JobState.Running, again.State);
        Assert.Contains(Cluster.Silos, s => s.Said.Contains($"Job {id} gets no checkpoints", StringComparison.Ordinal));
        Assert.Equal(0, (await EndsWithTheSameBits(id)).Recoveries);
    }

    protected override FaultCluster MakeCluster() => new(_data.Path);

    private static void Fill(string path)
    {
        var block = new byte[1 << 16];
        try
        {
            using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
            while (true)
            {
                file.Write(block);
            }
        }
        catch (IOException)
        {
            // Full, which is what was wanted.
        }
    }
}
