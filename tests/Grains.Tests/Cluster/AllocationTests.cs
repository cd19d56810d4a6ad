using Granary.Grains.Compute;

namespace Granary.Grains.Tests.Cluster;

[Collection(ClusterCollection.Name)]
public sealed class AllocationTests(ClusterFixture clusters)
{
    // A span reports a loss and a count a step, 12 bytes. Twice that leaves room for a span that the status has not seen yet.
    private const double BytesAStep = 24;

    [Fact]
    public async Task Steps_OnOneSilo_AllocateOnlyTheirReport()
    {
        const int Steps = 50_000;
        var cluster = await clusters.Of(1);
        var executor = cluster.Service<ComputeExecutor>(cluster.Silos[0]);
        var job = await cluster.Submit(TestJobs.Endless);
        await TestCluster.Until(job, "compiled code", s => s.Steps > Steps);

        var before = await Allocated(executor);
        var from = (await job.GetStatus())!.Steps;
        await TestCluster.Until(job, "many steps", s => s.Steps > from + Steps);
        var to = (await job.GetStatus())!.Steps;
        var allocated = await Allocated(executor) - before;

        await job.Cancel();
        await TestCluster.End(job);
        Assert.InRange((double)allocated / (to - from), 0, BytesAStep);
    }

    private static Task<long> Allocated(ComputeExecutor executor) => executor.Run(() => Task.FromResult(GC.GetAllocatedBytesForCurrentThread()));
}
