using Granary.Benchmarks.Common.Workloads;
using Granary.Benchmarks.Scaling.Clusters;
using Granary.Benchmarks.Scaling.Reporting;
using Granary.Grains.Interfaces.Jobs;
using Granary.Numerics.Sharding;

namespace Granary.Benchmarks.Scaling.Hashes;

/// <summary>Trains the same job on different clusters and counts the different weights that come out.</summary>
public static class HashesPart
{
    // Compute threads of each silo.
    private static readonly int[][] Clusters = [[1], [2], [1, 1], [3, 1], [1, 1, 1], [1, 2, 4], [1, 1, 1, 1], [1, 1, 1, 1, 1, 1, 1, 1]];

    public static async Task<IReadOnlyList<HashesResult>> Run(Options options, IReadOnlyList<PeerNetwork> networks)
    {
        var folders = networks.Select(n => new WorkloadFolder(n, options.Data)).ToList();
        try
        {
            var results = networks.SelectMany(n => Wires.Select(w => new HashesResult(n.Name, Steps(n), $"{w}", []))).ToList();
            foreach (var threads in Clusters)
            {
                await using var cluster = await SiloCluster.Start(threads);
                for (var i = 0; i < results.Count; i++)
                {
                    var spec = folders[i / Wires.Length].Workload.Spec(Options.Shards, results[i].Steps);
                    var job = await cluster.Submit(spec with { Wire = Wires[i % Wires.Length] });
                    results[i].Hashes[string.Join('+', threads)] = (await job.Completed()).WeightsHash!;
                }

                Console.Error.WriteLine($"  silos of {string.Join('+', threads)} threads: done");
            }

            for (var i = 0; i < results.Count; i++)
            {
                var wire = Wires[i % Wires.Length] == WireName.Float32 ? WireFormat.Float32 : WireFormat.Bfloat16;
                results[i].Hashes[HashesResult.Sequential] =
                    Reference.Train(folders[i / Wires.Length].Workload, wire, results[i].Steps).WeightsHash;
            }

            // The smallest network would train too fast for silos to come and go.
            foreach (var (network, folder) in networks.Zip(folders).Where(n => !n.First.IsTiny))
            {
                foreach (var wire in Wires)
                {
                    results.Add(await JoinAndLeave.Run(network, folder.Workload, wire));
                    Console.Error.WriteLine($"  {network.Name}, {wire}, a silo joins and one leaves: done");
                }
            }

            return results;
        }
        finally
        {
            folders.ForEach(f => f.Dispose());
        }
    }

    private static WireName[] Wires => [WireName.Float32, WireName.Bfloat16];

    private static int Steps(PeerNetwork network) => network.BatchSize switch
    {
        <= 128 => 300,
        <= 512 => 20,
        _ => 4,
    };
}
