using Granary.Grains.Interfaces;
using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Interfaces.Silos;
using Granary.Grains.Layers;
using Granary.Grains.Placement;

namespace Granary.Grains.Tests.Cluster;

[Collection(ClusterCollection.Name)]
public sealed class JobControlTests(ClusterFixture clusters)
{
    [Fact]
    public async Task GetStatus_WhileTraining_TellsProgress()
    {
        var cluster = await clusters.Of(2);
        var job = await cluster.Submit(TestJobs.Endless);

        var early = await TestCluster.Until(job, "a first span", s => s.Steps > 0);
        var later = await TestCluster.Until(job, "more steps and a speed", s => s.Steps > early.Steps && s.StepsPerSecond > 0);

        Assert.Equal(JobState.Running, later.State);
        Assert.NotNull(later.Remaining);
        Assert.NotEmpty(later.History);
        Assert.Null(later.WeightsHash);
        await job.Cancel();
        await TestCluster.End(job);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Cancel_WhileTraining_EndsTheJobAndFreesTheSilos(int silos)
    {
        var cluster = await clusters.Of(silos);
        var job = await cluster.Submit(TestJobs.Endless with { WorkersPerSilo = 2 });
        await TestCluster.Until(job, "a first span", s => s.Steps > 0);

        Assert.True(await job.Cancel());
        Assert.True(await job.Cancel());

        var status = await TestCluster.End(job);
        Assert.Equal(JobState.Cancelled, status.State);
        Assert.Null(status.Error);
        Assert.Null(status.WeightsHash);
        await cluster.IsEmpty();
    }

    [Fact]
    public async Task Cancel_AtOnce_EndsTheJob()
    {
        var cluster = await clusters.Of(3);
        var job = await cluster.Submit(TestJobs.Endless);

        await job.Cancel();

        Assert.Equal(JobState.Cancelled, (await TestCluster.End(job)).State);
        await cluster.IsEmpty();
    }

    [Fact]
    public async Task Cancel_PausedJob_EndsItAndTellsSo()
    {
        var cluster = await clusters.Of(1);
        var job = await cluster.Submit(TestJobs.Endless);
        await TestCluster.Until(job, "some steps", s => s.Steps > 0);
        Assert.Null(await job.Pause());

        Assert.True(await job.Cancel());

        Assert.Equal(JobState.Cancelled, (await job.GetStatus())!.State);
        var last = (await job.GetEvents(0))![^1];
        Assert.Equal((JobEventKind.Ended, "The job is cancelled."), (last.Kind, last.Message));
    }

    [Fact]
    public async Task Cancel_EndedJob_ChangesNothing()
    {
        var cluster = await clusters.Of(1);
        var job = await cluster.Submit(TestJobs.Digits);
        var ended = await TestCluster.End(job);

        Assert.True(await job.Cancel());

        var status = await job.GetStatus();
        Assert.Equal(JobState.Completed, status!.State);
        Assert.Equal(ended.WeightsHash, status.WeightsHash);
        Assert.Equal(ended.Elapsed, status.Elapsed);
    }

    [Fact]
    public async Task UnknownJob_IsUnknown()
    {
        var job = (await clusters.Of(1)).Coordinator("nobody-submitted-this");

        Assert.Null(await job.GetStatus());
        Assert.False(await job.Cancel());
    }

    [Fact]
    public async Task Submit_Twice_IsAnsweredAlikeAndStartsOnce()
    {
        var cluster = await clusters.Of(2);
        var id = await cluster.Jobs.NewId("twice");
        var job = cluster.Coordinator(id);

        var answers = await Task.WhenAll(job.Submit(TestJobs.Digits), job.Submit(TestJobs.Digits), job.Submit(TestJobs.Digits));

        Assert.All(answers, a => Assert.Equal((id, 0), (a.JobId, a.Faults.Length)));
        Assert.Single(await cluster.ListJobs(), id);
        Assert.Equal(TestJobs.SequentialHash(TestJobs.Digits), (await TestCluster.End(job)).WeightsHash);
    }

    [Fact]
    public async Task Jobs_AreListedInTheOrderOfTheirAcceptance()
    {
        await using var cluster = await TestCluster.StartAsync(1);
        Assert.Empty(await cluster.ListJobs());
        var spec = TestJobs.Digits with { Epochs = 1 };

        foreach (var name in new[] { "b", "a", "b" })
        {
            await cluster.Submit(spec with { Name = name });
        }

        Assert.Equal(["b-1", "a-1", "b-2"], await cluster.ListJobs());
        await cluster.Jobs.Enter("a-1", JobPriority.Normal);
        Assert.Equal(3, (await cluster.ListJobs()).Length);
    }

    [Fact]
    public async Task EndedJobs_LeaveNothingOnTheSilos()
    {
        var cluster = await clusters.Of(3);

        await cluster.Run(TestJobs.Digits with { WorkersPerSilo = 2 });

        await cluster.IsEmpty();
    }

    [Fact]
    public async Task Grains_WhileTraining_SitOnTheSilosTheirKeysName()
    {
        var cluster = await clusters.Of(3);
        var job = await cluster.Submit(TestJobs.Endless with { WorkersPerSilo = 2 });
        await TestCluster.Until(job, "a first span", s => s.Steps > 0);

        foreach (var silo in cluster.Silos)
        {
            var facts = await cluster.Grains.GetGrain<ISiloGrain>(GrainKeys.Silo(silo.ToParsableString())).GetFacts();
            Assert.Equal(silo.Endpoint.ToString(), facts.Address);
            Assert.Equal(2, facts.Workers);
            Assert.Equal(cluster.Service<HeldGrains>(silo).Workers, facts.Workers);
            Assert.Equal(cluster.Service<SliceRegistry>(silo).Slices.Count, facts.Slices);
        }

        // The network's two layers are a slice each.
        Assert.Equal(2, cluster.Silos.Sum(s => cluster.Service<SliceRegistry>(s).Slices.Count));
        Assert.Equal(1135 * sizeof(float), cluster.Silos.Sum(s => cluster.Service<SliceRegistry>(s).Slices.Sum(slice => slice.Bytes)));
        await job.Cancel();
        await TestCluster.End(job);
    }
}
