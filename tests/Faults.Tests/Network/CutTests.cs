using Granary.Grains.Interfaces.Jobs;

namespace Granary.Faults.Tests.Network;

/// <summary>The network between two silos is cut: each takes the other for dead, and the table of members decides who is right.</summary>
public sealed class CutTests(ReferenceFixture reference) : NetworkTestBase(reference)
{
    [Fact]
    public async Task Cut_TwoSilos_OneGoesOnAndTheOtherEndsItself()
    {
        await PrepareAsync(2);
        await StartIn(0);
        await StartIn(1);
        var (id, status) = await SubmitAndCheckpoint();
        Assert.Equal(2, status.Workers.Length);

        await Namespaces.Cut(0, 1);

        var (after, _) = await Cluster.Until(
            id, "work on one silo", s => s.State == JobState.Completed || (s.Recoveries > 0 && s.Workers.Length == 1), Patience);
        Assert.True(after.Recoveries > 0, $"found {after.State} after {after.Recoveries} recoveries: expected the cut to hit the job");
        var loser = Cluster.Silos.Single(s => s.Address.ToString() != after.Workers[0].Silo);
        await Namespaces.Heal(0, 1);
        await loser.End();
        await Cluster.Forget(loser);
        Assert.Equal(1, loser.ExitCode);
        await EndsWithTheSameBits(id);
    }
}
