using Granary.Benchmarks.Faults.Clusters;
using Granary.Grains.Interfaces.Jobs;

namespace Granary.Faults.Tests.Network;

/// <summary>
/// The network between two silos is cut, and a third one still reaches both, so the table of members keeps all three. No job can be
/// dealt to the two at once.
/// </summary>
public sealed class HalfCutTests(ReferenceFixture reference) : NetworkTestBase(reference)
{
    // Nobody loses a silo to probes for so long, and no call runs out of time.
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(25);

    protected override JobSpec Job => Reference.LongJob;

    [Theory]
    [InlineData(true)]
    [InlineData(false, Traits = ["set", "long"])]
    public async Task Cut_TwoOfThreeSilos_TheJobGoesOnWithoutOneAndTakesItBack(bool coordinators)
    {
        await PrepareAsync(3);
        SiloProcess[] silos = [await StartIn(0), await StartIn(1), await StartIn(2)];
        var (id, status) = await SubmitAndCheckpoint();
        Assert.Equal(3, status.Workers.Length);
        var cut = await Choose(id, silos, coordinators);

        await Namespaces.Cut(cut[0], cut[1]);

        var (without, _) = await Cluster.Until(
            id, "work on two silos", s => s.Recoveries > 0 && s.State == JobState.Running && s.Workers.Length == 2, Soon);
        var isOut = Assert.Single(cut, i => without.Workers.All(w => w.Silo != silos[i].Address.ToString()));
        Assert.Contains(await Cluster.Events(id), e =>
            e.Kind == JobEventKind.Lost && e.Silo == silos[isOut].Address.ToString()
            && e.Message.Contains("do not reach each other", StringComparison.Ordinal));

        await Namespaces.Heal(cut[0], cut[1]);

        await Cluster.Until(id, "work on all silos", s => s.Workers.Length == 3, Patience);
        Assert.Equal(silos[isOut].Address.ToString(), (await Event(id, JobEventKind.Joined)).Silo);
        Assert.All(silos, s => Assert.False(s.HasExited));
        Assert.Equal(1, (await EndsWithTheSameBits(id)).Recoveries);
    }

    // The coordinator's silo and another one, or the two others.
    private async Task<int[]> Choose(string id, SiloProcess[] silos, bool coordinators)
    {
        var (coordinator, _) = await Cluster.FindRoles(id);
        var first = Array.FindIndex(silos, s => s.Address.ToString() == coordinator);
        Assert.InRange(first, 0, 2);
        return coordinators ? [first, (first + 1) % 3] : [(first + 1) % 3, (first + 2) % 3];
    }
}
