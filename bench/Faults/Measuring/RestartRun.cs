using Granary.Benchmarks.Faults.Clusters;
using Granary.Benchmarks.Faults.Planning;
using Granary.Grains.Interfaces.Jobs;

namespace Granary.Benchmarks.Faults.Measuring;

/// <summary>All silos are killed at once, and one is started.</summary>
public static class RestartRun
{
    private const int Silos = 3;
    private const int Steps = 20_000;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>Runs it some times.</summary>
    /// <returns>The seconds from when the one silo is up to the next completed step, and the job that they are of.</returns>
    public static async Task<(IReadOnlyList<double> Seconds, JobResult Job)> Run(int rounds)
    {
        await using var reference = new Reference();
        var spec = Jobs.Large with { Steps = Steps };
        var expected = await reference.Hash(spec);
        await using var cluster = new FaultCluster();
        await cluster.StartMany(Silos);
        var id = await cluster.Submit(spec);
        var seconds = new List<double>();
        for (var i = 0; i < rounds; i++)
        {
            var checkpoint = (await cluster.TryGetStatus(id))?.CheckpointedAt ?? 0;
            var (status, _) = await cluster.Until(
                id, "a new checkpoint", s => s.State != JobState.Running || s.CheckpointedAt > checkpoint, Patience);
            if (status.State == JobState.Completed)
            {
                break;
            }

            seconds.Add((await new Injector(cluster, id).KillAll(status)).Seconds);
            Console.WriteLine($"all killed, one started: {seconds[^1]:F2} s");
        }

        var end = await cluster.End(id, Patience);
        var network = string.Join('-', spec.Network.Dimensions);
        return (seconds, new JobResult(1, Silos, network, Steps, seconds.Count, end.Recoveries, end.WeightsHash == expected, null));
    }
}
