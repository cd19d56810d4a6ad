using System.Diagnostics;
using Granary.Benchmarks.Common.Workloads;
using Granary.Benchmarks.Scaling.Clusters;
using Granary.Benchmarks.Scaling.Reporting;
using Granary.Grains.Interfaces.Jobs;

namespace Granary.Benchmarks.Scaling.Speed;

/// <summary>Many small jobs that are submitted at once, on one silo of a core and on two, beside one of them alone.</summary>
public static class QueuePart
{
    private const int Jobs = 200;
    private const int AloneRuns = 5;

    // Half a second or so: long beside what a start costs, short enough for hundreds.
    private const long Steps = 20_000;

    public static async Task<IReadOnlyList<QueueResult>> Run(Options options)
    {
        using var folder = new WorkloadFolder(PeerNetwork.All[0], options.Data);
        var spec = folder.Workload.Spec(Options.Shards, Steps) with { Silos = 1 };
        var results = new List<QueueResult>();
        foreach (var silos in new[] { 1, 2 })
        {
            await using var cluster = await SiloCluster.Start(Enumerable.Repeat(1, silos));
            await Time(cluster, spec, 1);
            var alone = new List<double>();
            for (var i = 0; i < AloneRuns; i++)
            {
                alone.Add(await Time(cluster, spec, 1));
            }

            results.Add(new QueueResult(silos, Jobs, alone, await Time(cluster, spec, Jobs)));
            Console.Error.WriteLine(FormattableString.Invariant($"  {silos} silos: {results[^1].Seconds:F1} s, {results[^1].Ratio:F2} of the jobs' own time"));
        }

        return results;
    }

    // From the first submission to the last one's end. One is followed at a time: asking all of them again and again would be work too.
    private static async Task<double> Time(SiloCluster cluster, JobSpec spec, int jobs)
    {
        var start = Stopwatch.GetTimestamp();
        foreach (var job in await Task.WhenAll(Enumerable.Range(0, jobs).Select(_ => cluster.Submit(spec))))
        {
            await job.Completed();
        }

        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
