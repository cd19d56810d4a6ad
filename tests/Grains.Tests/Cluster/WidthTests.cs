using Granary.Formulas.Activations;
using Granary.Formulas.Optimizers;
using Granary.Grains.Interfaces.Jobs;
using Granary.Models;

namespace Granary.Grains.Tests.Cluster;

/// <summary>How many of a cluster's silos a job is on, and that it never matters to its bits.</summary>
[Collection(ClusterCollection.Name)]
public sealed class WidthTests(ClusterFixture clusters) : IDisposable
{
    private static readonly JobSpec Tiny = TestJobs.Digits with { Silos = null };

    private static readonly JobSpec Checkpointed = Tiny with { Epochs = 400, Checkpoint = new CheckpointSpec { EverySteps = 500 } };

    private static readonly Lazy<string> TinyHash = new(() => TestJobs.SequentialHash(Tiny));
    private static readonly Lazy<string> CheckpointedHash = new(() => TestJobs.SequentialHash(Checkpointed));

    // Another silo promises something for it, so it is tried.
    private static readonly JobSpec Large = Tiny with
    {
        Name = "large",
        Network = new NetworkSpec
        {
            Dimensions = [64, 256, 256, 10],
            Activations = [Activation.Relu, Activation.Relu, Activation.Sigmoid],
        },
        Optimizer = new OptimizerSpec { Name = OptimizerKind.Adam, LearningRate = 0.001f },
        BatchSize = 256,
        Epochs = 1_000_000,
        Checkpoint = new CheckpointSpec { EverySeconds = 1000 },
    };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_TinyNetwork_IsOnOneSiloAndSaysWhy()
    {
        var cluster = await clusters.Of(3);
        var job = await cluster.Submit(Tiny);

        var status = await TestCluster.End(job);

        AssertCompleted(status, TinyHash.Value);
        Assert.Equal((1, 1), (status.Facts!.Silos, status.Facts.Workers));
        Assert.Equal("1 of 3 silos: a step is too short to share", status.Facts.Width);
        Assert.Equal(["1 of 3 silos: a step is too short to share."], await Told(job, JobEventKind.Width));
    }

    [Theory]
    [InlineData(2, 2, "2 of 3 silos: the job asks for two")]
    [InlineData(3, 3, "3 of 3 silos: the job asks for three")]
    [InlineData(4, 3, "3 of 3 silos: the job asks for four")]
    public async Task Run_StatedNumber_IsOnThatManyOrOnAll(int asked, int expected, string told)
    {
        var status = await (await clusters.Of(3)).Run(Tiny with { Silos = asked });

        AssertCompleted(status, TinyHash.Value);
        Assert.Equal((expected, told), (status.Facts!.Silos, status.Facts.Width));
    }

    [Fact]
    public async Task Run_OneSilo_HasNothingToTell() => Assert.Null((await (await clusters.Of(1)).Run(Tiny)).Facts!.Width);

    [Fact]
    public async Task Run_SeveralJobsOfOneSilo_AreOnDifferentOnes()
    {
        var cluster = await clusters.Of(3);
        var jobs = new List<ICoordinatorGrain>();
        var silos = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            jobs.Add(await cluster.Submit(Tiny with { Epochs = 1_000_000 }));
            var status = await TestCluster.Until(jobs[i], "a first span", s => s.Workers.Length > 0);
            silos.Add(Assert.Single(status.Workers).Silo);
        }

        Assert.Equal(3, silos.Distinct().Count());
        foreach (var job in jobs)
        {
            await job.Cancel();
            await TestCluster.End(job);
        }
    }

    [Fact]
    public async Task Train_OtherNumbersAreTried_KeepsTheBits()
    {
        var cluster = await clusters.Of(2);
        var job = await cluster.Submit(Large);
        await Eventually.Becomes(
            () => Told(job, JobEventKind.Width), "a trial and what came of it", told => Array.Exists(told, t => t.Contains("measured at", StringComparison.Ordinal)),
            told => string.Join('\n', told));
        Assert.Null(await job.Pause());

        var told = await Told(job, JobEventKind.Width);
        Assert.Contains(told, t => t.Contains("tried for a moment", StringComparison.Ordinal));
        var status = (await job.GetStatus())!;
        Assert.Equal(0, status.Recoveries);
        Assert.Equal(TestJobs.SequentialHash(Large with { Epochs = null, Steps = status.Steps }), await HashOfCheckpoint(job, status.Steps));
        await job.Cancel();
    }

    [Fact]
    public async Task Kill_TheOnlySiloInUse_GoesOnOnAnotherOneWithTheSameBits()
    {
        await using var cluster = await TestCluster.StartAsync(2);
        var job = await cluster.Submit(Checkpointed);
        var status = await TestCluster.Until(job, "a checkpoint of a job at work", s => s.CheckpointedAt > 0 && s.Workers.Length > 0);
        var silo = Assert.Single(status.Workers).Silo;

        await cluster.Kill(cluster.Silos.Single(s => s.Endpoint.ToString() == silo));

        status = await TestCluster.End(job);
        AssertCompleted(status, CheckpointedHash.Value);
        Assert.Equal(1, status.Facts!.Silos);
        Assert.DoesNotContain(status.Workers, w => w.Silo == silo);
        Assert.Null(status.Facts.Width);
    }

    [Fact]
    public async Task Kill_ASiloThatIsNotInUse_RepeatsNoStep()
    {
        await using var cluster = await TestCluster.StartAsync(2);
        var job = await cluster.Submit(Checkpointed);
        var status = await TestCluster.Until(job, "a job at work", s => s.Workers.Length > 0);
        var (coordinator, worker) = (cluster.SiloOf(job), Assert.Single(status.Workers).Silo);
        Assert.Equal(coordinator.Endpoint.ToString(), worker);

        await cluster.Kill(cluster.Silos.Single(s => s.Endpoint.ToString() != worker));

        status = await TestCluster.End(job);
        AssertCompleted(status, CheckpointedHash.Value);
        Assert.Equal(0, status.Recoveries);
    }

    [Fact]
    public async Task Join_WhileATinyJobRuns_IsToldAndChangesNoBit()
    {
        await using var cluster = await TestCluster.StartAsync(1);
        var job = await cluster.Submit(Tiny with { Epochs = 1_000_000 });
        await TestCluster.Until(job, "a first span", s => s.Steps > 0);

        await cluster.Start();

        var status = await TestCluster.Until(job, "a cluster of two silos", s => s.Facts?.Width is not null);
        Assert.Equal((1, "1 of 2 silos: a step is too short to share"), (status.Facts!.Silos, status.Facts.Width));
        Assert.Equal(["It came. The job goes on without it for now."], await Told(job, JobEventKind.Joined));
        Assert.Null(await job.Pause());
        status = (await job.GetStatus())!;
        Assert.Equal(TestJobs.SequentialHash(Tiny with { Epochs = null, Steps = status.Steps }), await HashOfCheckpoint(job, status.Steps));
        await job.Cancel();
    }

    [Fact]
    public async Task Leave_TheOnlySiloInUse_HandsOverAndRepeatsNoStep()
    {
        await using var cluster = await TestCluster.StartAsync(2);
        var job = await cluster.Submit(Checkpointed);
        var status = await TestCluster.Until(job, "a job at work", s => s.Workers.Length > 0);
        var silo = Assert.Single(status.Workers).Silo;

        await cluster.Stop(cluster.Silos.Single(s => s.Endpoint.ToString() == silo));

        status = await TestCluster.End(job);
        AssertCompleted(status, CheckpointedHash.Value);
        Assert.Equal(0, status.Recoveries);
        Assert.DoesNotContain(status.Workers, w => w.Silo == silo);
    }

    private static void AssertCompleted(JobStatus status, string hash)
    {
        Assert.Null(status.Error);
        Assert.Equal((JobState.Completed, hash), (status.State, status.WeightsHash));
    }

    private static async Task<string[]> Told(ICoordinatorGrain job, JobEventKind kind) =>
        [.. (await job.GetEvents(0) ?? []).Where(e => e.Kind == kind).Select(e => e.Message)];

    private async Task<string> HashOfCheckpoint(ICoordinatorGrain job, long step)
    {
        var path = Path.Combine(_folder.Path, "checkpoint.safetensors");
        Assert.Null((await job.OpenModel(step)).Error);
        await using (var file = File.Create(path))
        {
            while (await job.ReadModel(step, file.Length) is { Length: > 0 } bytes)
            {
                await file.WriteAsync(bytes);
            }
        }

        using var model = Model.Load(path);
        return model.Weights.Hash;
    }
}
