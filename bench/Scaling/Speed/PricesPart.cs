using Granary.Benchmarks.Common.Workloads;
using Granary.Benchmarks.Scaling.Clusters;
using Granary.Benchmarks.Scaling.Reporting;
using Granary.Formulas.Optimizers;
using Granary.Grains.Interfaces.Jobs;

namespace Granary.Benchmarks.Scaling.Speed;

/// <summary>What a step costs with a feature beside the same step without, on one silo of a core and on two.</summary>
public static class PricesPart
{
    private static readonly (string Name, Func<JobSpec, JobSpec> Add)[] Features =
    [
        ("dropout", s => s with { Network = s.Network with { Dropout = Hidden(s, 0.25) } }),
        ("clipping by norm", s => s with { Optimizer = s.Optimizer with { Numbers = [new(OptimizerSetting.ClipNorm.Name, 1)] } }),
        ("layer normalization", s => s with { Network = s.Network with { Normalization = Hidden(s, NormalizationName.Layer) } }),
    ];

    public static async Task<IReadOnlyList<PriceResult>> Run(Options options, PeerNetwork network)
    {
        using var folder = new WorkloadFolder(network, options.Data);
        var results = new List<PriceResult>();
        foreach (var silos in new[] { 1, 2 })
        {
            await using var cluster = await SiloCluster.Start(Enumerable.Repeat(1, silos));
            var spec = folder.Workload.Spec(Options.Shards, steps: long.MaxValue);
            results.AddRange(await Measure(options, cluster, network, silos, spec));
        }

        return results;
    }

    private static async Task<IEnumerable<PriceResult>> Measure(
        Options options, SiloCluster cluster, PeerNetwork network, int silos, JobSpec spec)
    {
        var results = Features.ToDictionary(f => f.Name, f => new PriceResult(network.Name, network.BatchSize, silos, f.Name, [], []));
        for (var round = 0; round < options.Rounds; round++)
        {
            foreach (var (name, add) in Features)
            {
                results[name].Without.Add(await StepsPerSecond(options, cluster, spec));
                results[name].With.Add(await StepsPerSecond(options, cluster, add(spec)));
                Console.Error.WriteLine(FormattableString.Invariant($"  {silos} silos, {name}: {results[name].Prices[^1]:P1}"));
            }
        }

        return results.Values;
    }

    private static async Task<double> StepsPerSecond(Options options, SiloCluster cluster, JobSpec spec)
    {
        var job = await cluster.Submit(spec);
        return (await job.Measure(options.Seconds, Job.WarmUp)).StepsPerSecond;
    }

    private static T[] Hidden<T>(JobSpec spec, T value) => [.. Enumerable.Repeat(value, spec.Network.Layers - 1)];
}
