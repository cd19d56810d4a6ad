using Granary.Benchmarks.Faults.Clusters;
using Granary.Benchmarks.Faults.Planning;
using Granary.Grains.Interfaces.Jobs;

namespace Granary.Benchmarks.Faults.Measuring;

/// <summary>The memory of three silos during a job of a million parameters with adam and a checkpoint every 100 steps.</summary>
public static class MemoryRun
{
    private const int Silos = 3;
    private const int Steps = 10_000;
    private const int SampleSteps = 500;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    /// <summary>Runs it.</summary>
    /// <returns>For each sample the step, and the resident megabytes of each silo.</returns>
    public static async Task<IReadOnlyList<(long Step, double[] Megabytes)>> Run()
    {
        await using var cluster = new FaultCluster();
        await cluster.StartMany(Silos);
        var spec = Jobs.Make("memory", [64, 1000, 900, 10]) with { Steps = Steps, Checkpoint = new CheckpointSpec { EverySteps = 100 } };
        var id = await cluster.Submit(spec);
        var samples = new List<(long Step, double[] Megabytes)>();
        for (long next = SampleSteps; next <= Steps; next += SampleSteps)
        {
            var wanted = next;
            var (status, _) = await cluster.Until(id, $"step {wanted}", s => s.Steps >= wanted, Patience);
            samples.Add((status.Steps, [.. cluster.Silos.Select(s => s.ResidentBytes / 1e6)]));
            Console.WriteLine($"step {status.Steps}: {string.Join(", ", samples[^1].Megabytes.Select(m => $"{m:F0} MB"))}");
        }

        await cluster.End(id, Patience);
        return samples;
    }
}
