using Granary.Benchmarks.Common.Workloads;
using Granary.Benchmarks.Scaling.Clusters;
using Granary.Benchmarks.Scaling.Reporting;
using Granary.Grains.Interfaces.Jobs;
using Granary.Numerics.Sharding;

namespace Granary.Benchmarks.Scaling.Hashes;

/// <summary>Trains a job on two silos while a third one joins and then the first one, which was told to (SIGTERM), leaves.</summary>
public static class JoinAndLeave
{
    private const string Name = "1+1, a third joins, the first leaves";

    /// <exception cref="InvalidOperationException">The job ended too early, or the leaving cost steps.</exception>
    public static async Task<HashesResult> Run(PeerNetwork network, Workload workload, WireName wire)
    {
        var steps = Steps(network);
        await using var cluster = await SiloCluster.Start([1, 1]);
        var job = await cluster.Submit(workload.Spec(Options.Shards, steps) with { Wire = wire });
        await job.WorkedOnBy(2);
        await cluster.Join(threads: 1);
        await job.WorkedOnBy(3);
        await cluster.Leave();
        await job.WorkedOnBy(2);
        var end = await job.Completed();
        if (end.Recoveries > 0)
        {
            throw new InvalidOperationException($"{network.Name}: the job had to go back to a checkpoint when a silo left.");
        }

        var format = wire == WireName.Float32 ? WireFormat.Float32 : WireFormat.Bfloat16;
        var sequential = Reference.Train(workload, format, steps).WeightsHash;
        return new HashesResult(
            network.Name, steps, $"{wire}", new() { [Name] = end.WeightsHash!, [HashesResult.Sequential] = sequential });
    }

    // About ten seconds on two cores: a silo takes one or two of them to start.
    private static int Steps(PeerNetwork network) => network.BatchSize switch
    {
        <= 128 => 20_000,
        <= 512 => 500,
        _ => 50,
    };
}
