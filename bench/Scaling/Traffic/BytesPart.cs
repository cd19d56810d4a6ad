using Granary.Benchmarks.Common.Workloads;
using Granary.Benchmarks.Scaling.Clusters;
using Granary.Benchmarks.Scaling.Reporting;
using Granary.Grains.Interfaces.Jobs;

namespace Granary.Benchmarks.Scaling.Traffic;

/// <summary>
/// Bytes that silos send each other a step. Two jobs of different lengths are trained; what the longer one sends more is what its
/// additional steps cost, framing, control and probes included. The longer one tells how many spans a step there are.
/// </summary>
public static class BytesPart
{
    private static readonly int[] Silos = [2, 4, 8];

    public static async Task<BytesResult[]> Run(Options options, PeerNetwork network)
    {
        using var folder = new WorkloadFolder(network, options.Data);
        var results = new List<BytesResult>();
        foreach (var silos in Silos)
        {
            await using var cluster = await SiloCluster.Start(Enumerable.Repeat(1, silos), SiloProcess.NoSharedMemory);
            foreach (var wire in new[] { WireName.Float32, WireName.Bfloat16 })
            {
                results.Add(await Run(network, folder.Workload, cluster, silos, wire));
                Console.Error.WriteLine(FormattableString.Invariant(
                    $"  {network.Name}, {silos} silos, {wire}: {results[^1].MeanToBound:F3} of the bound"));
            }
        }

        return [.. results];
    }

    private static async Task<BytesResult> Run(PeerNetwork network, Workload workload, SiloCluster cluster, int silos, WireName wire)
    {
        var (few, many) = Steps(workload);
        var (before, _) = await Train(few);
        var (after, job) = await Train(many);
        return new BytesResult(
            network.Name,
            silos,
            $"{wire}",
            workload.Shape.Parameters,
            many - few,
            [.. after.Zip(before, (a, b) => (double)(a - b) / (many - few))],
            job.SpansPerStep);

        async Task<(long[] Bytes, Job Job)> Train(int steps)
        {
            var start = await cluster.BytesSent();
            var job = await cluster.Submit(workload.Spec(Options.Shards, steps) with { Wire = wire });
            await job.Completed();
            var end = await cluster.BytesSent();
            return ([.. end.Zip(start, (e, s) => e - s)], job);
        }
    }

    // Some seconds each, also with eight silos on two cores; the longer job has several spans of its full length.
    private static (int Few, int Many) Steps(Workload workload) => workload.Shape.Parameters switch
    {
        < 1_000_000 => (300, 4300),
        < 5_000_000 => (8, 88),
        _ => (2, 62),
    };
}
