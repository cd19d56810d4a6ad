using Granary.Grains.Compute;
using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Jobs;

namespace Granary.Grains.Tests.Cluster;

[Collection(ClusterCollection.Name)]
public sealed class QueueTests(ClusterFixture clusters)
{
    [Fact]
    public async Task Submit_NoPlaceFree_WaitsAndSaysWhy_AndStartsByItself()
    {
        await using var cluster = await Start(silos: 1);
        var first = await cluster.Submit(TestJobs.Endless);
        var second = await cluster.Submit(TestJobs.Endless);
        var third = await cluster.Submit(TestJobs.Digits);

        Assert.Equal("next in line: 1 of 1 places are taken", await WhyWaits(second));
        Assert.Equal("place 2 in line, after endless-2: 1 of 1 places are taken", await WhyWaits(third));
        Assert.Equal(JobEventKind.Queued, (await second.GetEvents(0))!.Single().Kind);
        Assert.Equal((0, TimeSpan.Zero), (Whole((await second.GetStatus())!.Elapsed), (await second.GetStatus())!.Evaluating));

        await first.Cancel();
        await TestCluster.Until(second, "the second job's start", s => s.Steps > 0);
        Assert.Equal("next in line: 1 of 1 places are taken", await WhyWaits(third));

        Assert.Null(await second.Pause());
        Assert.Equal(JobState.Completed, (await TestCluster.End(third)).State);

        Assert.Null(await second.Resume(null));
        await TestCluster.Until(second, "the second job to go on", s => s.State == JobState.Running);
        await second.Cancel();
    }

    [Fact]
    public async Task Queued_CancelledOrPaused_LeavesTheLine()
    {
        await using var cluster = await Start(silos: 1);
        var first = await cluster.Submit(TestJobs.Endless);
        var cancelled = await cluster.Submit(TestJobs.Digits);
        var paused = await cluster.Submit(TestJobs.Digits);
        var last = await cluster.Submit(TestJobs.Digits);

        Assert.True(await cancelled.Cancel());
        Assert.Null(await paused.Pause());
        Assert.Equal(JobState.Cancelled, (await cancelled.GetStatus())!.State);
        Assert.Equal(JobState.Paused, (await paused.GetStatus())!.State);
        Assert.Equal("next in line: 1 of 1 places are taken", await WhyWaits(last));

        await first.Cancel();
        Assert.Equal(JobState.Completed, (await TestCluster.End(last)).State);
        Assert.Equal(JobState.Paused, (await paused.GetStatus())!.State);

        Assert.Null(await paused.Resume(null));
        Assert.Equal(JobState.Completed, (await TestCluster.End(paused)).State);
    }

    [Fact]
    public async Task Submit_MoreSilosComeAndGo_PlacesComeWithThem()
    {
        await using var cluster = await Start(silos: 1);
        var first = await cluster.Submit(TestJobs.Endless);
        var second = await cluster.Submit(TestJobs.Endless);
        await WhyWaits(second);

        await cluster.Start();
        await TestCluster.Until(second, "the second job's start", s => s.Steps > 0);
        await TestCluster.Until(first, "the first job's going on", s => s.State == JobState.Running);

        await first.Cancel();
        await second.Cancel();
        await TestCluster.End(second);
    }

    [Fact]
    public async Task HigherPriority_PushesLowerAside_AndASiloIsLost_WhichEndsWithTheSameBits()
    {
        var undisturbed = await (await clusters.Of(1)).Run(Low);
        await using var cluster = await Start(silos: 2);
        var low = await cluster.Submit(Low);
        var other = await cluster.Submit(TestJobs.Endless);
        var status = await TestCluster.Until(low, "a first span", s => s.Steps > 0);
        for (var pushed = 1; !status.State.HasEnded(); pushed++)
        {
            var high = await cluster.Submit(TestJobs.Digits with { Priority = JobPriority.High });
            Assert.Equal(JobState.Completed, (await TestCluster.End(high)).State);
            if (pushed == 2)
            {
                await cluster.Kill(cluster.Silos[1]);
                await cluster.Start();
            }

            var before = status;
            status = await TestCluster.Until(low, "steps between two others", s => s.Steps > before.Steps || s.State.HasEnded());
        }

        Assert.Equal((JobState.Completed, undisturbed.WeightsHash), (status.State, status.WeightsHash));
        Assert.Contains((await low.GetEvents(0))!, e => e.Kind == JobEventKind.Queued && e.Message.Contains("higher priority", StringComparison.Ordinal));
        await other.Cancel();
    }

    [Fact]
    public async Task QueuedJob_ItsCoordinatorIsLost_StartsInItsTurn()
    {
        await using var cluster = await Start(silos: 2);
        var running = new[] { await cluster.Submit(TestJobs.Endless), await cluster.Submit(TestJobs.Endless) };
        var queued = await cluster.Submit(TestJobs.Digits);
        await WhyWaits(queued);

        await cluster.Kill(cluster.SiloOf(queued));
        await WhyWaits(queued);
        await Task.WhenAll(running.Select(j => TestCluster.Until(j, "its going on", s => s.State == JobState.Running)));
        await Task.WhenAll(running.Select(j => j.Cancel()));

        var status = await TestCluster.End(queued);
        Assert.Equal((JobState.Completed, TestJobs.SequentialHash(TestJobs.Digits)), (status.State, status.WeightsHash));
    }

    [Fact]
    public async Task ManyAtOnce_AllEnd()
    {
        await using var cluster = await Start(silos: 2);
        var jobs = await Task.WhenAll(Enumerable.Range(0, 24).Select(_ => cluster.Submit(TestJobs.Digits with { Epochs = 1 })));
        var ended = await Task.WhenAll(jobs.Select(TestCluster.End));

        Assert.All(ended, s => Assert.Equal(JobState.Completed, s.State));
        Assert.Single(ended.Select(s => s.WeightsHash).Distinct());

        // A job's end is shown before its place is given back.
        Assert.Empty(await Eventually.Becomes(cluster.Jobs.ListRunning, "no job that has a place", jobs => jobs.Length == 0, jobs => string.Join(", ", jobs)));
    }

    [Fact]
    public async Task EndedJobs_BeyondThoseThatAreKept_AreRemovedWithTheirFiles()
    {
        await using var cluster = await TestCluster.StartAsync(1, _ => new ComputeOptions(2), queue: new QueueOptions(2, KeptJobs: 2));
        var running = await cluster.Submit(TestJobs.Endless);
        for (var i = 0; i < 4; i++)
        {
            await cluster.Run(TestJobs.Digits with { Epochs = 1 });
        }

        var kept = await Eventually.Becomes(cluster.ListJobs, "three jobs", jobs => jobs.Length == 3, jobs => string.Join(", ", jobs));

        Assert.Equal(["endless-1", "digits-3", "digits-4"], kept);
        Assert.False(Directory.Exists(cluster.CheckpointsOf("digits-1")));
        Assert.False(File.Exists(cluster.ModelOf("digits-2")));
        Assert.True(File.Exists(cluster.ModelOf("digits-3")));
        Assert.Null(await cluster.Coordinator("digits-1").GetStatus());
        Assert.Equal("digits-5", await cluster.Jobs.NewId("digits"));
        await running.Cancel();
    }

    private static JobSpec Low { get; } = TestJobs.Digits with { Name = "low", Priority = JobPriority.Low, Epochs = 2000, Silos = 1 };

    private static Task<TestCluster> Start(int silos) => TestCluster.StartAsync(silos, _ => new ComputeOptions(2), queue: new QueueOptions(1));

    private static int Whole(TimeSpan time) => (int)time.TotalSeconds;

    private static async Task<string> WhyWaits(ICoordinatorGrain job) =>
        (await TestCluster.Until(job, "its waiting", s => s is { State: JobState.Queued, Waiting: not null })).Waiting!;
}
