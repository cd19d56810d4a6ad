using System.Diagnostics;
using Granary.Benchmarks.Faults.Clusters;
using Granary.Benchmarks.Faults.Measuring;
using Granary.Grains.Interfaces.Jobs;

namespace Granary.Faults.Tests.Processes;

/// <summary>Signals to silos that train a job.</summary>
public sealed class SignalTests(ReferenceFixture reference) : FaultTestBase(reference)
{
    // As promised on a machine of two cores.
    private const double MostSecondsAfterKill = 10;
    private const double MostSecondsAfterFreeze = 20;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Kill_CoordinatorsOrAnotherSilo_TheOthersSayItInALineAndGoOnWithTheSameBits(bool coordinators)
    {
        await Cluster.StartMany(3);
        var (id, status) = await SubmitAndCheckpoint();

        var killed = await Find(id, coordinators);
        var survivor = Cluster.Silos.First(s => s != killed);

        var (_, seconds) = await new Injector(Cluster, id).Kill(killed, status);

        Assert.InRange(seconds, 0, MostSecondsAfterKill);
        await TellsWhatHappened(id, killed, wasCoordinators: coordinators);
        Assert.Equal(1, (await EndsWithTheSameBits(id)).Recoveries);
        var said = survivor.Said;
        Assert.Contains($"silo {killed.Address} was lost; ", said, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
        Assert.DoesNotContain("Orleans.", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Freeze_Silo_TheOthersGoOnAndItEndsItselfWhenItWakes()
    {
        await Cluster.StartMany(2);
        var (id, status) = await SubmitAndCheckpoint();
        var silo = await Find(id, coordinators: true);

        var (_, seconds) = await new Injector(Cluster, id).Freeze(silo, status);

        Assert.InRange(seconds, 0, MostSecondsAfterFreeze);
        Assert.Equal(1, silo.ExitCode);
        Assert.Contains($"the cluster has declared silo {silo.Address} dead", silo.Said, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", silo.Said, StringComparison.Ordinal);
        Assert.Equal(1, (await EndsWithTheSameBits(id)).Recoveries);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Terminate_CoordinatorsOrAnotherSilo_HandsOverAndNoStepIsTakenAgain(bool coordinators)
    {
        await Cluster.StartMany(2);
        var (id, status) = await SubmitAndCheckpoint();

        await new Injector(Cluster, id).Terminate(await Find(id, coordinators), status);

        await Event(id, JobEventKind.Left);
        Assert.Equal(0, (await EndsWithTheSameBits(id)).Recoveries);
    }

    [Fact]
    public async Task KillAll_StartOne_TheJobGoesOnFromTheLastCheckpoint()
    {
        await Cluster.StartMany(2);
        var (id, status) = await SubmitAndCheckpoint();

        var (after, seconds) = await new Injector(Cluster, id).KillAll(status);

        Assert.InRange(seconds, 0, MostSecondsAfterKill);
        Assert.True(after.CheckpointedAt > 0, $"found the checkpoint of step {after.CheckpointedAt}, expected one to go on from");
        Assert.Equal(1, (await EndsWithTheSameBits(id)).Recoveries);
    }

    [Fact]
    public async Task Pause_AllKilledAndOneStarted_StaysPausedUntilSomebodyResumes()
    {
        await Cluster.StartMany(2);
        var (id, _) = await SubmitAndCheckpoint();
        Assert.Null(await Cluster.Coordinator(id).Pause());
        var paused = await Cluster.Coordinator(id).GetStatus();

        await KillAll();
        await Cluster.Start();

        var (status, _) = await Cluster.Until(id, "a status", _ => true, Patience);
        Assert.Equal((JobState.Paused, paused!.Steps, paused.Steps), (status.State, status.Steps, status.CheckpointedAt));
        Assert.Null(await Cluster.Coordinator(id).Resume(null));
        Assert.Equal(0, (await EndsWithTheSameBits(id)).Recoveries);
    }

    [Fact]
    public async Task ResumeFrom_AllKilledAfterTheEndAndOneStarted_EndsWithTheSameBits()
    {
        await Cluster.StartMany(2);
        var (id, _) = await SubmitAndCheckpoint();
        var ended = await Cluster.End(id, Patience);

        await KillAll();
        await Cluster.Start();

        var (status, _) = await Cluster.Until(id, "a status", _ => true, Patience);
        Assert.Equal((JobState.Completed, ended.WeightsHash), (status.State, status.WeightsHash));
        Assert.Null(await Cluster.Coordinator(id).Resume(ended.CheckpointedAt));
        await Event(id, JobEventKind.Resumed);
        Assert.Equal(0, (await EndsWithTheSameBits(id)).Recoveries);
    }

    // The coordinator could not tell the others to stop any more, so they are refused by the next one.
    private async Task TellsWhatHappened(string id, SiloProcess killed, bool wasCoordinators)
    {
        var recovered = await Event(id, JobEventKind.Recovered);
        var events = (await Cluster.Events(id)).Where(e => e.Number <= recovered.Number).ToArray();
        var lost = events.First(e => e.Kind == JobEventKind.Lost && e.Silo == killed.Address.ToString());
        Assert.Equal(wasCoordinators, lost.Message.Contains("coordinator", StringComparison.Ordinal));
        if (wasCoordinators)
        {
            Assert.Contains(events, e => e.Kind == JobEventKind.Refused && e.Silo != lost.Silo);
        }

        var checkpointed = events.Last(e => e.Kind == JobEventKind.Checkpointed);
        Assert.StartsWith($"Checkpoint of step {recovered.Step}: ", checkpointed.Message, StringComparison.Ordinal);
        Assert.InRange(recovered.At, lost.At, lost.At.AddSeconds(MostSecondsAfterKill));
    }

    private async Task KillAll()
    {
        foreach (var silo in Cluster.Silos.ToArray())
        {
            await Cluster.Kill(silo);
        }
    }

    private async Task<SiloProcess> Find(string id, bool coordinators)
    {
        var start = Stopwatch.GetTimestamp();
        var (coordinator, _) = await Cluster.FindRoles(id);
        while (coordinator is null && Stopwatch.GetElapsedTime(start) < Patience)
        {
            (coordinator, _) = await Cluster.FindRoles(id);
        }

        Assert.NotNull(coordinator);
        return Cluster.Silos.Last(s => s.Address.ToString() == coordinator == coordinators);
    }
}
