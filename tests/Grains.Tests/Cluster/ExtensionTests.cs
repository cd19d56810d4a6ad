using Granary.Formulas.Optimizers;
using Granary.Grains.Interfaces.Jobs;

namespace Granary.Grains.Tests.Cluster;

/// <summary>Completed jobs that are trained for longer.</summary>
[Collection(ClusterCollection.Name)]
public sealed class ExtensionTests(ClusterFixture clusters)
{
    [Theory]
    [InlineData(OptimizerKind.Adam, 0.003f)]
    [InlineData(OptimizerKind.Momentum, 0.02f)]
    public async Task Extend_ByEpochs_EndsWithTheBitsOfALongerJob(OptimizerKind optimizer, float learningRate)
    {
        var spec = TestJobs.Digits with { Optimizer = new OptimizerSpec { Name = optimizer, LearningRate = learningRate } };
        var job = await (await clusters.Of(2)).Submit(spec);
        var first = await TestCluster.End(job);

        Assert.Null(await job.Extend(new JobExtension(3, null)));

        var status = await TestCluster.End(job);
        var longer = spec with { Epochs = 5 };
        Assert.Equal(TestJobs.SequentialHash(spec), first.WeightsHash);
        Assert.Equal(TestJobs.SequentialHash(longer), status.WeightsHash);
        Assert.Equal((5, status.Facts!.TotalSteps), (status.Spec.Epochs, status.Steps));
        Assert.Equal((status.Steps, JobState.Completed), (status.Model!.Steps, status.State));
        var straight = await (await clusters.Of(2)).Run(longer);
        Assert.Equal((straight.TrainLoss, straight.TestLoss, straight.WeightsHash), (status.TrainLoss, status.TestLoss, status.WeightsHash));
    }

    [Fact]
    public async Task Extend_BySteps_EndsThere()
    {
        var job = await (await clusters.Of(1)).Submit(TestJobs.Digits);
        var first = await TestCluster.End(job);

        Assert.Null(await job.Extend(new JobExtension(null, 7)));

        var status = await TestCluster.End(job);
        Assert.Equal(first.Steps + 7, status.Steps);
        Assert.Equal(TestJobs.SequentialHash(TestJobs.Digits with { Epochs = null, Steps = first.Steps + 7 }), status.WeightsHash);
        Assert.Null(await job.Extend(new JobExtension(1, null)));
        Assert.Equal(first.Steps + 7 + first.Facts!.StepsPerEpoch, (await TestCluster.End(job)).Steps);
    }

    [Fact]
    public async Task Extend_AfterTheLossOfASiloAndWithAnotherAmidIt_EndsWithTheSameBits()
    {
        await using var cluster = await TestCluster.StartAsync(3);
        var spec = TestJobs.Digits with { Epochs = 40, Checkpoint = new CheckpointSpec { EverySteps = 400 } };
        var job = await cluster.Submit(spec);
        await TestCluster.End(job);
        await cluster.Kill(cluster.SiloOf(job));

        await TestCluster.Until(job, "the job", s => s.State == JobState.Completed);
        Assert.Null(await job.Extend(new JobExtension(80, null)));
        await TestCluster.Until(job, "some steps more", s => s.Steps > 4000 || s.State == JobState.Completed);
        await cluster.Kill(cluster.SiloOf(job));

        var status = await TestCluster.End(job);
        Assert.Equal(TestJobs.SequentialHash(spec with { Epochs = 120 }), status.WeightsHash);
    }

    [Fact]
    public async Task Extend_WhatCannotBe_IsRefusedAndChangesNothing()
    {
        var cluster = await clusters.Of(1);
        Assert.Contains("There is no job none-1", await cluster.Coordinator("none-1").Extend(new JobExtension(1, null)), StringComparison.Ordinal);
        var job = await cluster.Submit(TestJobs.Endless);
        Assert.Contains("expected one that is completed", await job.Extend(new JobExtension(1, null)), StringComparison.Ordinal);
        await job.Cancel();
        await TestCluster.End(job);
        Assert.Contains("is cancelled, expected one that is completed", await job.Extend(new JobExtension(1, null)), StringComparison.Ordinal);
        var done = await cluster.Submit(TestJobs.Digits);
        var status = await TestCluster.End(done);

        Assert.Contains("cannot get that long", await done.Extend(new JobExtension(int.MaxValue, null)), StringComparison.Ordinal);
        Assert.NotNull(await done.Extend(new JobExtension(null, -5)));

        Assert.Equal(status, (await done.GetStatus())! with { History = status.History, Spec = status.Spec, Facts = status.Facts, Confusion = status.Confusion, Workers = status.Workers, TestOutputs = status.TestOutputs });
    }
}
