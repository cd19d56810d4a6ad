using System.Diagnostics;
using Granary.Benchmarks.Faults.Clusters;
using Granary.Grains.Interfaces.Jobs;

namespace Granary.Benchmarks.Faults.Measuring;

/// <summary>What undisturbed jobs end with. They run in a cluster of one silo, to which nothing happens.</summary>
public sealed class Reference : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Sample = TimeSpan.FromSeconds(3);

    private readonly FaultCluster _cluster = new();
    private readonly Dictionary<(string Network, long Steps), string> _hashes = [];

    public async Task<string> Hash(JobSpec spec)
    {
        var key = (string.Join('-', spec.Network.Dimensions), spec.Steps!.Value);
        if (_hashes.TryGetValue(key, out var known))
        {
            return known;
        }

        await Start();
        var undisturbed = spec with { Checkpoint = new CheckpointSpec { EverySeconds = 1000 } };
        var status = await _cluster.End(await _cluster.Submit(undisturbed), Patience);
        return _hashes[key] = status.WeightsHash!;
    }

    /// <summary>How many steps a job of some seconds has on the one silo.</summary>
    public async Task<long> Measure(JobSpec spec, double seconds)
    {
        await Start();
        return await Measure(_cluster, spec, seconds);
    }

    /// <summary>How many steps a job of some seconds has in a cluster as it is now.</summary>
    public static async Task<long> Measure(FaultCluster cluster, JobSpec spec, double seconds)
    {
        var id = await cluster.Submit(spec with { Steps = long.MaxValue });
        var (from, start) = await cluster.Until(id, "a warm job", s => s.Elapsed > WarmUp && s.Steps > 0, Patience);
        var (to, end) = await cluster.Until(id, "some seconds of training", s => s.Elapsed > from.Elapsed + Sample, Patience);
        await cluster.Coordinator(id).Cancel();
        return (long)((to.Steps - from.Steps) / Stopwatch.GetElapsedTime(start, end).TotalSeconds * seconds);
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    private async Task Start()
    {
        if (_cluster.Silos.Count == 0)
        {
            await _cluster.Start();
        }
    }
}
