using Granary.Benchmarks.Common.Workloads;
using Granary.Benchmarks.Scaling.Clusters;
using Granary.Benchmarks.Scaling.Reporting;
using Granary.Numerics.Sharding;

namespace Granary.Benchmarks.Scaling.Speed;

/// <summary>Two silos of a core each, one silo of one core, and two ranks of DDP, in turn.</summary>
public static class SpeedPart
{
    // Peers add up in other orders, and each step carries the difference on; wrong work is off by far more.
    private const double LossTolerance = 1e-4;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <exception cref="InvalidOperationException">Somebody does other work than the others.</exception>
    public static async Task<SpeedResult> Run(Options options, PeerNetwork network)
    {
        using var folder = new WorkloadFolder(network, options.Data);
        var subjects = new List<ISpeedSubject>();
        var skipped = new List<string>();
        try
        {
            await Start(options, folder, subjects, skipped.Add);
            await Check(subjects, Reference.Train(folder.Workload, WireFormat.Float32, WorkloadFolder.CheckedSteps));
            var steps = subjects.ToDictionary(s => s.Name, _ => new List<double>());
            for (var round = 0; round < options.Rounds; round++)
            {
                foreach (var subject in subjects)
                {
                    await Task.Delay(Pause);
                    var speed = await subject.RowsPerSecond(options.Seconds) / network.BatchSize;
                    steps[subject.Name].Add(speed);
                    Console.Error.WriteLine(FormattableString.Invariant($"  {subject.Name}: {speed:F1} steps/s"));
                }
            }

            var workers = subjects.OfType<ClusterSubject>().First().Workers.Select(w => WorkerShare.Of(w)).ToArray();
            return new SpeedResult(network.Name, network.BatchSize, steps, workers, [.. skipped]);
        }
        finally
        {
            foreach (var subject in subjects)
            {
                await subject.DisposeAsync();
            }
        }
    }

    private static async Task Start(Options options, WorkloadFolder folder, List<ISpeedSubject> subjects, Action<string> skipped)
    {
        subjects.Add(new ClusterSubject(SpeedResult.TwoSilos, await SiloCluster.Start([1, 1]), folder.Workload));
        subjects.Add(new ClusterSubject(SpeedResult.TwoSendingSilos, await SiloCluster.Start([1, 1], SiloProcess.NoSharedMemory), folder.Workload));
        subjects.Add(new ClusterSubject(SpeedResult.OneSilo, await SiloCluster.Start([1]), folder.Workload));
        foreach (var (isPinned, blasThreads) in new[] { (true, 1), (true, 2), (false, 1), (false, 2) })
        {
            if (DdpSubject.Start(options, folder.FullName, isPinned, blasThreads, skipped) is { } ddp)
            {
                subjects.Add(ddp);
            }
        }
    }

    private static async Task Check(List<ISpeedSubject> subjects, Reference reference)
    {
        foreach (var subject in subjects)
        {
            var (losses, hash) = await subject.FirstSteps(reference.Losses.Length);
            var deviation = losses.Zip(reference.Losses, (found, expected) => Math.Abs((found / expected) - 1)).Max();
            if (losses.Length != reference.Losses.Length || !(deviation <= LossTolerance) || (hash ?? reference.WeightsHash) != reference.WeightsHash)
            {
                throw new InvalidOperationException(
                    $"{subject.Name}: found {losses.Length} losses, off by {deviation:E1}, and the weights {hash}; expected "
                    + $"{reference.Losses.Length}, at most {LossTolerance:E1} off the sequential trainer's, and its {reference.WeightsHash}.");
            }
        }
    }
}
