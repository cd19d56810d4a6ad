using Granary.Grains.Interfaces;
using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Interfaces.Layers;
using Granary.Grains.Interfaces.Workers;
using Granary.Grains.Mapping;
using Granary.Numerics.Sharding;
using Granary.Numerics.Slicing;

namespace Granary.Grains.Coordination;

/// <summary>
/// Who does what in one generation of a job: shards in contiguous ranges to workers, slices to silos so that their bytes spread
/// evenly. The same silos always give the same deal.
/// </summary>
internal sealed class Deal
{
    private Deal(WorkerDeal[] workers, SliceDeal[] slices, TreeNode[] nodes)
    {
        Workers = workers;
        Slices = slices;
        Nodes = nodes;
    }

    /// <summary>The workers, in the order of their shards.</summary>
    public WorkerDeal[] Workers { get; }

    /// <summary>The slices, in the order of layers and neurons.</summary>
    public SliceDeal[] Slices { get; }

    /// <summary>The tree nodes of all workers, in the order of their shards.</summary>
    public TreeNode[] Nodes { get; }

    /// <summary>Deals a job.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="spec">What it is.</param>
    /// <param name="trainRows">Rows of its training set.</param>
    /// <param name="generation">The generation.</param>
    /// <param name="silos">The silos' addresses as Orleans parses them, at least one, in an order that all agree on.</param>
    public static Deal Make(string jobId, JobSpec spec, int trainRows, long generation, IReadOnlyList<string> silos)
    {
        var ranges = ShardRange.Deal(spec.Shards, silos.Count * spec.WorkersPerSilo);
        var ordinals = Enumerable.Range(0, ranges.Length).Where(w => ranges[w].Count > 0).ToArray();
        var shapes = SlicePlan.Cut(spec.Network.ToShape());
        var homes = SpreadByBytes(shapes, silos);
        var keys = shapes
            .Select(layer => layer.Select(s => GrainKeys.Slice(jobId, generation, s.Layer, s.Index, homes[s])).ToArray())
            .ToArray();
        var workers = ordinals.Select(w => DealWorker(w, silos[w / spec.WorkersPerSilo])).ToArray();
        var workerSilos = workers.Select(w => w.Silo).Distinct().ToArray();
        var slices = shapes.SelectMany(layer => layer).Select(DealSlice).ToArray();
        return new Deal(workers, slices, [.. ordinals.SelectMany(w => ranges[w].Nodes())]);

        WorkerDeal DealWorker(int ordinal, string silo) => new(
            GrainKeys.Worker(jobId, generation, ordinal, silo),
            silo,
            new WorkerAssignment
            {
                JobId = jobId,
                Generation = generation,
                Spec = spec,
                FirstShard = ranges[ordinal].Start,
                EndShard = ranges[ordinal].End,
                SliceKeys = keys,
            });

        SliceDeal DealSlice(SliceShape shape) => new(
            keys[shape.Layer][shape.Index],
            new SliceAssignment
            {
                JobId = jobId,
                Generation = generation,
                Spec = spec,
                TrainRows = trainRows,
                Layer = shape.Layer,
                Slice = shape.Index,
                ReadersAreLocal = workerSilos.Length == 1 && workerSilos[0] == homes[shape],
            });
    }

    // Largest first, each to the silo that has the fewest bytes so far.
    private static Dictionary<SliceShape, string> SpreadByBytes(SliceShape[][] shapes, IReadOnlyList<string> silos)
    {
        var load = new long[silos.Count];
        var homes = new Dictionary<SliceShape, string>();
        foreach (var shape in shapes.SelectMany(layer => layer).OrderByDescending(s => s.Length))
        {
            var lightest = Array.IndexOf(load, load.Min());
            load[lightest] += shape.Length;
            homes[shape] = silos[lightest];
        }

        return homes;
    }
}

/// <summary>A worker of a deal.</summary>
/// <param name="Key">The key of its grain.</param>
/// <param name="Silo">Its silo.</param>
/// <param name="Assignment">What it is told.</param>
internal sealed record WorkerDeal(string Key, string Silo, WorkerAssignment Assignment);

/// <summary>A slice of a deal.</summary>
/// <param name="Key">The key of its grain.</param>
/// <param name="Assignment">What its grain is told.</param>
internal sealed record SliceDeal(string Key, SliceAssignment Assignment);
