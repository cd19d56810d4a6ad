using Granary.Benchmarks.Common.Workloads;
using Granary.Benchmarks.Scaling.Clusters;
using Granary.Benchmarks.Scaling.Reporting;

namespace Granary.Benchmarks.Scaling.Speed;

/// <summary>The number of silos that a job finds, beside each number that a job may state, on two silos of a core each; and one silo alone.</summary>
public static class WidthPart
{
    // A search's first second, two trials, and data that the other silo reads meanwhile.
    private static readonly TimeSpan Search = TimeSpan.FromSeconds(10);

    public static async Task<WidthResult> Run(Options options, PeerNetwork network)
    {
        using var folder = new WorkloadFolder(network, options.Data);
        await using var two = await SiloCluster.Start([1, 1]);
        await using var one = await SiloCluster.Start([1]);
        var subjects = new (string Name, SiloCluster Cluster, int? Silos)[]
        {
            (WidthResult.Found, two, null), (WidthResult.OneOfTwo, two, 1), (WidthResult.TwoOfTwo, two, 2), (WidthResult.OneAlone, one, null),
        };
        var steps = subjects.ToDictionary(s => s.Name, _ => new List<double>());
        var told = new List<string>();
        for (var round = 0; round < options.Rounds; round++)
        {
            foreach (var (name, cluster, silos) in subjects)
            {
                var job = await cluster.Submit(folder.Workload.Spec(Options.Shards, steps: long.MaxValue) with { Silos = silos });
                var (status, speed) = await job.Measure(options.Seconds, name == WidthResult.Found ? Search : Job.WarmUp);
                steps[name].Add(speed);
                if (name == WidthResult.Found)
                {
                    told.Add(status.Facts!.Width!);
                }

                Console.Error.WriteLine(FormattableString.Invariant($"  {name}: {speed:F1} steps/s, {status.Facts!.Width ?? "1 silo"}"));
            }
        }

        return new WidthResult(network.Name, network.BatchSize, steps, [.. told]);
    }
}
