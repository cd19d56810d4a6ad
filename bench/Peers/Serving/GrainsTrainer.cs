using Granary.Benchmarks.Common.Workloads;
using Granary.Grains.Interfaces.Jobs;
using Granary.Silo.Hosting;

namespace Granary.Benchmarks.Peers.Serving;

/// <summary>Jobs through the grains, in a cluster of one silo inside this process.</summary>
public sealed class GrainsTrainer : ITrainer
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    private readonly Workload _workload;
    private readonly InProcessCluster _cluster;

    private GrainsTrainer(Workload workload, InProcessCluster cluster)
    {
        _workload = workload;
        _cluster = cluster;
    }

    public string Name => "Granary, one silo, one worker, through the grains";

    public static async Task<GrainsTrainer> Start(Workload workload) =>
        new(workload, await InProcessCluster.StartAsync(1, http: null, CancellationToken.None));

    public async Task<(double[] Losses, string? WeightsHash)> FirstSteps(int steps)
    {
        var job = await Submit(steps);
        var status = await Follow(job, s => s.State == JobState.Completed);
        return ([.. status.History.Select(point => point.Loss)], status.WeightsHash);
    }

    public async Task<double> RowsPerSecond(double seconds)
    {
        var job = await Submit(steps: long.MaxValue);
        await Follow(job, s => s.Steps > 0);
        await Task.Delay(JobConditions.WarmUp + TimeSpan.FromSeconds(seconds));
        await job.Cancel();
        return (await Follow(job, s => s.State == JobState.Cancelled)).SamplesPerSecond;
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    private async Task<ICoordinatorGrain> Submit(long steps)
    {
        var spec = _workload.Spec(JobConditions.Shards, steps);
        var jobId = await _cluster.Client.GetGrain<IJobListGrain>(0).NewId(spec.Name);
        var job = _cluster.Client.GetGrain<ICoordinatorGrain>(jobId);
        var faults = (await job.Submit(spec)).Faults;
        return faults.Length == 0
            ? job
            : throw new InvalidOperationException(string.Join('\n', faults.Select(f => $"{f.Key}{f.File}: {f.Message}")));
    }

    private static async Task<JobStatus> Follow(ICoordinatorGrain job, Predicate<JobStatus> isReached)
    {
        while (true)
        {
            var status = (await job.GetStatus())!;
            if (isReached(status))
            {
                return status;
            }

            if (status.State == JobState.Failed)
            {
                throw new InvalidOperationException($"The job failed: {status.Error}");
            }

            await Task.Delay(Poll);
        }
    }
}
