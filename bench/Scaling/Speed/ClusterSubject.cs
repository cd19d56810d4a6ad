using Granary.Benchmarks.Common.Workloads;
using Granary.Benchmarks.Scaling.Clusters;
using Granary.Grains.Interfaces.Jobs;

namespace Granary.Benchmarks.Scaling.Speed;

/// <summary>Silos of one core each.</summary>
public sealed class ClusterSubject(string name, SiloCluster cluster, Workload workload) : ISpeedSubject
{
    public string Name => name;

    /// <summary>What each worker did in the last span that was timed.</summary>
    public WorkerStatus[] Workers { get; private set; } = [];

    public async Task<(double[] Losses, string? WeightsHash)> FirstSteps(int steps)
    {
        var job = await cluster.Submit(workload.Spec(Options.Shards, steps));
        var status = await job.Completed();
        return ([.. status.History.Select(point => point.Loss)], status.WeightsHash);
    }

    public async Task<double> RowsPerSecond(double seconds)
    {
        var job = await cluster.Submit(workload.Spec(Options.Shards, steps: long.MaxValue));
        var (status, stepsPerSecond) = await job.Measure(seconds, Job.WarmUp);
        Workers = status.Workers;

        // An epoch's last mini-batch is smaller.
        var (rows, batch) = (status.Facts!.TrainRows, workload.BatchSize);
        return stepsPerSecond * rows / ((rows + batch - 1) / batch);
    }

    public ValueTask DisposeAsync() => cluster.DisposeAsync();
}
