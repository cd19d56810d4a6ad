using Granary.Benchmarks.Faults.Clusters;
using Granary.Grains.Interfaces.Jobs;

namespace Granary.Faults.Tests.Storage;

/// <summary>Checkpoints that a bad disk has damaged.</summary>
public sealed class CheckpointFaultTests(ReferenceFixture reference) : FaultTestBase(reference)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Damage_NewestCheckpoint_GoesBackToTheOneBefore(bool tear)
    {
        await Cluster.Start();
        var (id, _) = await SubmitAndCheckpoint();
        var (status, _) = await Cluster.Until(
            id, "three checkpoints", s => Versions(id).Length >= 3 && s.CheckpointedAt?.ToString("D12") == Versions(id)[^1], Patience);

        // Dead before the damage, so that the newest one is the one that is read. It may have written another one meanwhile, and the
        // job's record may know that one or not.
        await Cluster.Kill(Cluster.Silos.Single());
        Damage(CheckpointFiles.From(Cluster.Data, id, status.CheckpointedAt!.Value), tear);
        await Cluster.Start();

        var told = await Event(id, JobEventKind.CheckpointUnusable);
        Assert.Contains("cannot be used; going back to the one of step", told.Message, StringComparison.Ordinal);
        Assert.Contains(tear ? "bytes, expected" : "found the SHA-256", told.Message, StringComparison.Ordinal);
        Assert.Equal(1, (await EndsWithTheSameBits(id)).Recoveries);
    }

    private static void Damage(string[] files, bool tear)
    {
        if (tear)
        {
            CheckpointFiles.Tear(files);
        }
        else
        {
            CheckpointFiles.FlipABit(files);
        }
    }

    private string[] Versions(string id)
    {
        var folder = Path.Combine(Cluster.Data, "checkpoints", id);
        return [.. Directory.GetDirectories(folder).Select(f => Path.GetFileName(f)!).Order()];
    }
}
