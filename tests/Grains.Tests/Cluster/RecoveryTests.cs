using Granary.Formulas.Activations;
using Granary.Formulas.Optimizers;
using Granary.Grains.Compute;
using Granary.Grains.Interfaces.Jobs;

namespace Granary.Grains.Tests.Cluster;

/// <summary>Whatever happens to the silos, a job ends by itself with the weights, and the figures, of an undisturbed one.</summary>
[Collection(ClusterCollection.Name)]
public sealed class RecoveryTests
{
    // Layers of several slices, so that every silo holds some; a second or two of training.
    private static readonly JobSpec Long = TestJobs.Digits with
    {
        Name = "long",
        Network = new NetworkSpec
        {
            Dimensions = [64, 256, 256, 10],
            Activations = [Activation.Relu, Activation.Relu, Activation.Sigmoid],
        },
        Optimizer = new OptimizerSpec { Name = OptimizerKind.Adam, LearningRate = 0.001f },
        Epochs = 14,
        Checkpoint = new CheckpointSpec { EverySteps = 200 },
    };

    // So long that a silo can join and another one leave meanwhile.
    private static readonly JobSpec Rounded = Long with { Epochs = 25, Wire = WireName.Bfloat16 };

    private static readonly Lazy<string> LongHash = new(() => TestJobs.SequentialHash(Long));
    private static readonly Lazy<string> RoundedHash = new(() => TestJobs.SequentialHash(Rounded));
    private static readonly Lazy<string> ExactHash = new(() => TestJobs.SequentialHash(Rounded with { Wire = WireName.Float32 }));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Kill_AnySilo_TheJobEndsWithTheSameBits(int victim)
    {
        await using var cluster = await TestCluster.StartAsync(3);
        var silos = cluster.Silos.Order().ToArray();
        var job = await cluster.Submit(Long);
        await TestCluster.Until(job, "a checkpoint", s => s.CheckpointedAt > 0);
        var coordinators = cluster.SiloOf(job).Equals(silos[victim]);

        await cluster.Kill(silos[victim]);

        var status = await TestCluster.End(job);
        await AssertCompleted(status, LongHash.Value, job);
        Assert.Equal(2, status.Facts!.Silos);

        // A silo that is killed inside a process still runs: a coordinator on it may hand its job over in time.
        Assert.InRange(status.Recoveries, coordinators ? 0 : 1, coordinators ? 2 : 1);
    }

    [Fact]
    public async Task Kill_Silo_WhatItHasHalfWrittenIsRemoved()
    {
        await using var cluster = await TestCluster.StartAsync(2);
        var job = await cluster.Submit(Long with { Epochs = 1_000_000 });
        await TestCluster.Until(job, "a checkpoint", s => s.CheckpointedAt > 0);

        // Of a version so late that nothing else removes it.
        var version = Path.Combine(cluster.CheckpointsOf(job.GetPrimaryKeyString()), "999999999999");
        var half = Path.Combine(Directory.CreateDirectory(version).FullName, "layer-0-slice-0.tensors.0123.tmp");
        await File.WriteAllTextAsync(half, "half");
        var coordinator = cluster.SiloOf(job);

        await cluster.Kill(cluster.Silos.First(s => !s.Equals(coordinator)));

        await TestCluster.Until(job, "a recovery", s => s.State == JobState.Running && s.Recoveries > 0);
        Assert.False(File.Exists(half), $"{half} is there, expected a recovery to remove it");
        await job.Cancel();
    }

    [Fact]
    public async Task Kill_BeforeTheFirstCheckpoint_StartsAnew()
    {
        await using var cluster = await TestCluster.StartAsync(2);
        var job = await cluster.Submit(Long with { Checkpoint = new CheckpointSpec { EverySeconds = 1000 } });
        await TestCluster.Until(job, "some steps", s => s.Steps > 0);

        await cluster.Kill(cluster.Silos.Order().Last());

        var status = await TestCluster.End(job);
        await AssertCompleted(status, LongHash.Value, job);
        Assert.InRange(status.Recoveries, 1, 2);
    }

    [Fact]
    public async Task Join_WhileTraining_GetsItsShareAndChangesNoBit()
    {
        await using var cluster = await TestCluster.StartAsync(1);
        var job = await cluster.Submit(Long);
        await TestCluster.Until(job, "some steps", s => s.Steps > 0);
        SiloAddress joined;

        // One silo is faster than several with so small a network: it stands still until the second one is up.
        using (await HeldExecutor.Hold(cluster.Service<ComputeExecutor>(cluster.Silos[0])))
        {
            joined = await cluster.Start();
        }

        await TestCluster.Until(job, "work on both silos", s => s.Workers.Length == 2);
        var status = await TestCluster.End(job);
        await AssertCompleted(status, LongHash.Value, job);
        Assert.Equal((0, 2), (status.Recoveries, status.Facts!.Silos));
        Assert.Contains(await job.GetEvents(0) ?? [], e => e.Kind == JobEventKind.Joined && e.Silo == joined.Endpoint.ToString());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Leave_Politely_HandsOverAndChangesNoBit(int leaver)
    {
        await using var cluster = await TestCluster.StartAsync(3);
        var job = await cluster.Submit(Long);
        await TestCluster.Until(job, "some steps", s => s.Steps > 0);

        await cluster.Stop(cluster.Silos.Order().ElementAt(leaver));

        var status = await TestCluster.End(job);
        await AssertCompleted(status, LongHash.Value, job);
        Assert.Equal((0, 2), (status.Recoveries, status.Facts!.Silos));
    }

    // The published parameters are rounded: the float32 ones that they are made of have to be handed over as well.
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task JoinAndLeave_Bfloat16_ChangeNoBit(int leaver)
    {
        await using var cluster = await TestCluster.StartAsync(2);
        var job = await cluster.Submit(Rounded);
        await TestCluster.Until(job, "work on two silos", s => s.Workers.Length == 2);

        await cluster.Start();
        await TestCluster.Until(job, "work on three silos", s => s.Workers.Length == 3);
        await cluster.Stop(cluster.Silos.Order().ElementAt(leaver));

        var status = await TestCluster.End(job);
        await AssertCompleted(status, RoundedHash.Value, job);
        Assert.NotEqual(ExactHash.Value, status.WeightsHash);
        Assert.Equal((0, 2), (status.Recoveries, status.Facts!.Silos));
        var kinds = (await job.GetEvents(0) ?? []).Select(e => e.Kind).ToArray();
        Assert.Contains(JobEventKind.Joined, kinds);
        Assert.DoesNotContain(JobEventKind.Lost, kinds);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Forget_Coordinator_ASecondOneTakesOverAndNothingIsRepeated(bool isDeactivated)
    {
        await using var cluster = await TestCluster.StartAsync(2);
        var job = await cluster.Submit(Long with { Checkpoint = new CheckpointSpec { EverySeconds = 1000 } });
        await TestCluster.Until(job, "some steps", s => s.Steps > 0);
        var first = cluster.SiloOf(job);
        var other = cluster.Silos.Single(s => !s.Equals(first));

        await cluster.Forget(job);
        if (isDeactivated)
        {
            cluster.Deactivate(job);
        }

        // Asked for on the other silo, where it is activated then.
        var second = cluster.Service<IGrainFactory>(other).GetGrain<ICoordinatorGrain>(job.GetPrimaryKeyString());
        Assert.True((await second.GetStatus())!.Steps > 0, "the second coordinator began anew");
        var status = await TestCluster.End(second);
        await AssertCompleted(status, LongHash.Value, second);
        Assert.Equal((0, 2), (status.Recoveries, status.Facts!.Silos));
        var events = await second.GetEvents(0) ?? [];
        Assert.Contains(events, e => e.Kind == JobEventKind.Left && e.Message.Contains("coordinator"));
        Assert.DoesNotContain(events, e => e.Kind == JobEventKind.Lost);
    }

    [Fact]
    public async Task Pause_Resume_GoesOnWhereItStood()
    {
        await using var cluster = await TestCluster.StartAsync(2);
        var job = await cluster.Submit(Long);
        await TestCluster.Until(job, "some steps", s => s.Steps > 0);

        Assert.Null(await job.Pause());

        var paused = await job.GetStatus();
        Assert.Equal(JobState.Paused, paused!.State);
        Assert.Equal(paused.Steps, paused.CheckpointedAt);
        await cluster.IsEmpty();
        Assert.Null(await job.Pause());
        Assert.Null(await job.Resume(null));
        var status = await TestCluster.End(job);
        await AssertCompleted(status, LongHash.Value, job);
        Assert.Equal(0, status.Recoveries);
    }

    [Fact]
    public async Task Resume_FromACheckpointOfAnEndedJob_EndsWithTheSameBits()
    {
        await using var cluster = await TestCluster.StartAsync(1);
        var spec = Long with { Epochs = 20, Checkpoint = new CheckpointSpec { EverySteps = 400 } };
        var job = await cluster.Submit(spec);
        var first = await TestCluster.End(job);

        Assert.Contains("1600", await job.Resume(7));
        Assert.Contains("expected 0 for the beginning, 1200, 1600, 1800", await job.Resume(7));
        Assert.Null(await job.Resume(1200));

        var second = await TestCluster.End(job);
        await AssertCompleted(second, first.WeightsHash!, job);
        Assert.Equal(first.TrainLoss, second.TrainLoss);
    }

    [Fact]
    public async Task Resume_FromADamagedCheckpoint_IsRefusedAndChangesNothing()
    {
        await using var cluster = await TestCluster.StartAsync(1);
        var job = await cluster.Submit(Long with { Epochs = 20, Checkpoint = new CheckpointSpec { EverySteps = 400 } });
        var first = await TestCluster.End(job);
        var file = Directory.GetFiles(Path.Combine(cluster.CheckpointsOf(job.GetPrimaryKeyString()), "000000001200"))[0];
        await using (var torn = new FileStream(file, FileMode.Open))
        {
            torn.SetLength(100);
        }

        var refused = await job.Resume(1200);

        Assert.StartsWith("The checkpoint of step 1200 cannot be used, and nothing was changed.", refused, StringComparison.Ordinal);
        Assert.Contains($"{file} is damaged or another one: found 100 bytes", refused, StringComparison.Ordinal);
        Assert.Equal(JobState.Completed, (await job.GetStatus())!.State);
        Assert.Null(await job.Resume(1600));
        await AssertCompleted(await TestCluster.End(job), first.WeightsHash!, job);
    }

    [Fact]
    public async Task Resume_ARunningJobTwiceAtOnce_RunsItOnceFromThere()
    {
        await using var cluster = await TestCluster.StartAsync(2);
        var job = await cluster.Submit(Long);
        await TestCluster.Until(job, "a second checkpoint", s => s.CheckpointedAt > 200);

        var answers = await Task.WhenAll(job.Resume(0), job.Resume(0), job.Resume(0));

        Assert.All(answers, Assert.Null);
        var status = await TestCluster.End(job);
        await AssertCompleted(status, LongHash.Value, job);
        Assert.Equal(0, status.Recoveries);
        var events = await job.GetEvents(0) ?? [];
        Assert.Equal(3, events.Count(e => e.Kind == JobEventKind.Resumed));
        Assert.DoesNotContain(events, e => e.Kind is JobEventKind.Lost or JobEventKind.Refused);
    }

    [Fact]
    public async Task Resume_FromAnEarlierCheckpoint_RemovesTheFilesOfTheLaterOnes()
    {
        await using var cluster = await TestCluster.StartAsync(1);
        var job = await cluster.Submit(Long with { Epochs = 20, Checkpoint = new CheckpointSpec { EverySteps = 400 } });
        await TestCluster.End(job);
        await File.WriteAllTextAsync(Path.Combine(cluster.CheckpointsOf(job.GetPrimaryKeyString()), "000000001600", "mark"), "before");

        Assert.Null(await job.Resume(1200));

        await TestCluster.End(job);
        var versions = Directory.GetDirectories(cluster.CheckpointsOf(job.GetPrimaryKeyString())).Select(Path.GetFileName).Order();
        Assert.Equal(["000000001200", "000000001600", "000000001800"], versions);
        Assert.False(File.Exists(Path.Combine(cluster.CheckpointsOf(job.GetPrimaryKeyString()), "000000001600", "mark")));
    }

    [Fact]
    public async Task Pause_CheckpointCannotBeWritten_IsRefusedAndTheJobGoesOn()
    {
        await using var cluster = await TestCluster.StartAsync(1);
        var job = await cluster.Submit(Long with { Checkpoint = new CheckpointSpec { EverySeconds = 1000 } });
        await TestCluster.Until(job, "some steps", s => s.Steps > 0);

        // A file where the job's folder of checkpoints would be.
        Directory.CreateDirectory(Path.GetDirectoryName(cluster.CheckpointsOf(job.GetPrimaryKeyString()))!);
        await File.WriteAllTextAsync(cluster.CheckpointsOf(job.GetPrimaryKeyString()), "in the way");
        var refused = await job.Pause();

        Assert.Contains("was not paused and goes on, because its checkpoint of step ", refused, StringComparison.Ordinal);
        Assert.Contains("was not written", (await job.GetStatus())!.CheckpointFault, StringComparison.Ordinal);
        var status = await TestCluster.End(job);
        await AssertCompleted(status, LongHash.Value, job);
        Assert.Equal(0, status.Recoveries);
    }

    [Fact]
    public async Task Cancel_WhileItIsDealtAnew_LeavesNothingOnAnySilo()
    {
        await using var cluster = await TestCluster.StartAsync(1);
        for (var i = 0; i < 3; i++)
        {
            var job = await cluster.Submit(Long with { Epochs = 1_000_000 });
            await TestCluster.Until(job, "some steps", s => s.Steps > 0);
            await cluster.Start();

            await job.Cancel();

            Assert.Equal(JobState.Cancelled, (await TestCluster.End(job)).State);
            await cluster.IsEmpty();
        }
    }

    private static async Task AssertCompleted(JobStatus status, string hash, ICoordinatorGrain job)
    {
        var events = string.Join('\n', (await job.GetEvents(0) ?? []).Select(e => $"{e.Number} {e.Kind} {e.Step} {e.Silo} {e.Message}"));
        Assert.True(status.State == JobState.Completed, $"{status.State}: {status.Error}\n{events}");
        Assert.True(hash == status.WeightsHash, $"{status.WeightsHash}, expected {hash}\n{events}");
        Assert.Equal(status.Facts!.TotalSteps, status.Steps);
    }
}
