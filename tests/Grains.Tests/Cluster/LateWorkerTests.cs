using Granary.Formulas.Activations;
using Granary.Formulas.Optimizers;
using Granary.Grains.Compute;
using Granary.Grains.Interfaces.Jobs;
using Granary.Numerics.Kernels.Dispatch;

namespace Granary.Grains.Tests.Cluster;

/// <summary>A worker that is held: a second one computes its shards, the job goes on, and the bits stay the same.</summary>
[Collection(ClusterCollection.Name)]
public sealed class LateWorkerTests(ClusterFixture clusters)
{
    // Layers of several small slices, so that a silo whose executor is held still updates its own.
    private static readonly JobSpec Long = TestJobs.Digits with
    {
        Name = "late",
        Network = new NetworkSpec
        {
            Dimensions = [64, 256, 256, 10],
            Activations = [Activation.Relu, Activation.Relu, Activation.Sigmoid],
        },
        Optimizer = new OptimizerSpec { Name = OptimizerKind.Adam, LearningRate = 0.001f },
        Epochs = 10,
    };

    private static readonly JobSpec Endless = Long with { Epochs = 1_000_000, Checkpoint = new CheckpointSpec { EverySeconds = 1 } };

    private static readonly Lazy<string> LongHash = new(() => TestJobs.SequentialHash(Long));

    [Theory]
    [InlineData(0, WireName.Float32)]
    [InlineData(2, WireName.Bfloat16)]
    public async Task Hold_AWorkerForGood_TheJobEndsWithTheSameBitsAndFigures(int victim, WireName wire)
    {
        await using var cluster = await TestCluster.StartAsync(3);
        var spec = Long with { Wire = wire };
        var job = await cluster.Submit(spec);
        var (silo, held) = await Hold(cluster, job, victim);
        using (held)
        {
            var status = await TestCluster.End(job);

            var undisturbed = await (await clusters.Of(1)).Run(spec);
            await AssertCompleted(status, undisturbed.WeightsHash!, job);
            Assert.Equal(0, status.Recoveries);
            Assert.Equal(undisturbed.TrainLoss, status.TrainLoss);
            Assert.Equal(undisturbed.TrainAccuracy, status.TrainAccuracy);
            Assert.Equal(undisturbed.TestLoss, status.TestLoss);
            Assert.Equal(undisturbed.History, status.History);
            await Told(job, silo, "answered first, and computes them");
            Assert.DoesNotContain(status.Workers, w => w.Silo == silo);
        }

        await cluster.IsEmpty();
    }

    [Fact]
    public async Task Release_AHeldWorker_GetsItsShardsBack()
    {
        await using var cluster = await TestCluster.StartAsync(3);
        var job = await cluster.Submit(Endless);
        var (silo, held) = await Hold(cluster, job, 1);
        using (held)
        {
            await Told(job, silo, "answered first, and computes them");
        }

        await Told(job, silo, "has caught up");
        await TestCluster.Until(job, "work of the silo", s => s.Workers.Any(w => w.Silo == silo));
        await job.Cancel();
        Assert.Equal(JobState.Cancelled, (await TestCluster.End(job)).State);
        await cluster.IsEmpty();
    }

    [Fact]
    public async Task Pause_WhileDealtTwice_GoesOnWithTheSameBits()
    {
        await using var cluster = await TestCluster.StartAsync(3);
        var job = await cluster.Submit(Long);
        var (silo, held) = await Hold(cluster, job, 1);
        using (held)
        {
            await Told(job, silo, "as well");
            Assert.Null(await job.Pause());
            await cluster.IsEmpty();
        }

        Assert.Null(await job.Resume(null));

        await AssertCompleted(await TestCluster.End(job), LongHash.Value, job);
    }

    [Fact]
    public async Task Cancel_WhileDealtTwice_EndsTheJobAndFreesTheSilos()
    {
        await using var cluster = await TestCluster.StartAsync(3);
        var job = await cluster.Submit(Endless);
        var (silo, held) = await Hold(cluster, job, 1);
        using (held)
        {
            await Told(job, silo, "as well");
            await job.Cancel();
            Assert.Equal(JobState.Cancelled, (await TestCluster.End(job)).State);
            await cluster.IsEmpty();
        }
    }

    [Fact]
    public async Task Kill_TheSecondWorkersSilo_TheJobEndsWithTheSameBits()
    {
        await using var cluster = await TestCluster.StartAsync(3);
        var job = await cluster.Submit(Long);
        var silos = cluster.Silos.Order().ToArray();
        var (silo, held) = await Hold(cluster, job, 1);
        using (held)
        {
            var told = await Told(job, silo, "as well");
            await cluster.Kill(silos.Single(s => told.Message.Contains(s.Endpoint.ToString(), StringComparison.Ordinal)));
        }

        await AssertCompleted(await TestCluster.End(job), LongHash.Value, job);
    }

    [Fact]
    public async Task Join_WhileAWorkerIsHeld_WaitsForIt()
    {
        await using var cluster = await TestCluster.StartAsync(3);
        var job = await cluster.Submit(Endless);
        var (silo, held) = await Hold(cluster, job, 1);
        string joined;
        using (held)
        {
            await Told(job, silo, "answered first, and computes them");
            joined = (await cluster.Start()).Endpoint.ToString();
            var status = (await job.GetStatus())!;
            await TestCluster.Until(job, "more steps", s => s.Steps > status.Steps + 200);
            Assert.DoesNotContain((await job.GetEvents(0))!, e => e.Kind == JobEventKind.Joined);
        }

        await TestCluster.Until(job, "work on four silos", s => s.Workers.DistinctBy(w => w.Silo).Count() == 4);
        Assert.Contains((await job.GetEvents(0))!, e => e.Kind == JobEventKind.Joined && e.Silo == joined);
        await job.Cancel();
        Assert.Equal(JobState.Cancelled, (await TestCluster.End(job)).State);
    }

    [Fact]
    public async Task Release_AWorkerThatComputesWrongly_FailsTheJobAndNamesBothSilos()
    {
        string? wrong = null;
        await using var cluster = await TestCluster.StartAsync(3, name => new ComputeOptions(2)
        {
            KernelOf = kernel => new WrongKernel(MatrixKernels.Create(kernel), () => Volatile.Read(ref wrong) == name),
        });
        var job = await cluster.Submit(Endless);
        var (silo, held) = await Hold(cluster, job, 1);
        JobEvent told;
        using (held)
        {
            told = await Told(job, silo, "answered first, and computes them");
            Volatile.Write(ref wrong, cluster.NameOf(cluster.Silos.Order().ElementAt(1)));
        }

        var status = await TestCluster.End(job);

        var events = (await job.GetEvents(0))!;
        Assert.Equal(JobState.Failed, status.State);
        var disagreed = Assert.Single(events, e => e.Kind == JobEventKind.Disagreed);
        Assert.Equal(silo, disagreed.Silo);
        var second = cluster.Silos.Single(s => told.Message.Contains(s.Endpoint.ToString(), StringComparison.Ordinal)).Endpoint.ToString();
        Assert.Contains($"Silos {silo} and {second} both computed the gradient of shards", status.Error);
        Assert.Contains("--from " + (status.CheckpointedAt ?? 0), status.Error);
        var step = long.Parse(status.Error!.Split("at step ")[1].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(status.CheckpointedAt ?? 0, 0, step);
        await cluster.IsEmpty();
    }

    // Holds the executor of a silo in the middle of training, most likely in the middle of a span too.
    private static async Task<(string Silo, HeldExecutor Held)> Hold(TestCluster cluster, ICoordinatorGrain job, int victim)
    {
        await TestCluster.Until(job, "some spans", s => s.Steps > 5);
        var silo = cluster.Silos.Order().ElementAt(victim);
        return (silo.Endpoint.ToString(), await HeldExecutor.Hold(cluster.Service<ComputeExecutor>(silo)));
    }

    private static async Task<JobEvent> Told(ICoordinatorGrain job, string silo, string what)
    {
        JobEvent? Find(JobEvent[]? events) => events?.FirstOrDefault(
            e => e.Kind == JobEventKind.Slow && e.Silo == silo && e.Message.Contains(what, StringComparison.Ordinal));
        var events = await Eventually.Becomes(
            () => job.GetEvents(0), $"an event of {silo} that says: {what}", e => Find(e) is not null, Text);
        return Find(events)!;
    }

    private static string Text(JobEvent[]? events) =>
        string.Join('\n', (events ?? []).Select(e => $"{e.Number} {e.Kind} {e.Step} {e.Silo} {e.Message}"));

    private static async Task AssertCompleted(JobStatus status, string hash, ICoordinatorGrain job)
    {
        var events = Text(await job.GetEvents(0));
        Assert.True(status.State == JobState.Completed, $"{status.State}: {status.Error}\n{events}");
        Assert.True(hash == status.WeightsHash, $"{status.WeightsHash}, expected {hash}\n{events}");
        Assert.Equal(status.Facts!.TotalSteps, status.Steps);
    }
}
