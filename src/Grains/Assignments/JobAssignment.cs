using Granary.Grains.Interfaces;
using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Interfaces.Layers;
using Granary.Grains.Interfaces.Workers;
using Granary.Grains.Mapping;
using Granary.Grains.Membership;
using Granary.Numerics.Layers;
using Granary.Numerics.Sharding;
using Granary.Numerics.Slicing;

namespace Granary.Grains.Assignments;

/// <summary>
/// Who does what in one generation of a job: shards in contiguous ranges to workers, in proportion to the silos' threads; slices
/// to silos so that their bytes spread evenly. The same silos always give the same assignment.
/// </summary>
internal sealed class JobAssignment
{
    // Floats of a bucket, unless a single slice has more.
    private const int BucketLength = 128 * 1024;

    private JobAssignment(AssignedWorker[] workers, AssignedSlice[] slices, BucketAssignment[] buckets, TreeNode[] nodes)
    {
        Workers = workers;
        Slices = slices;
        Buckets = buckets;
        Nodes = nodes;
    }

    /// <summary>The workers, in the order of their shards.</summary>
    public AssignedWorker[] Workers { get; }

    /// <summary>The slices, in the order of layers and neurons.</summary>
    public AssignedSlice[] Slices { get; }

    /// <summary>The buckets in which silos exchange slices; none where all of a job is on one silo.</summary>
    public BucketAssignment[] Buckets { get; }

    /// <summary>The tree nodes of all workers, in the order of their shards.</summary>
    public TreeNode[] Nodes { get; }

    /// <summary>Assigns a job.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="spec">What it is.</param>
    /// <param name="data">Its data.</param>
    /// <param name="cut">How its layers are cut.</param>
    /// <param name="generation">The generation.</param>
    /// <param name="silos">The silos, at least one, in an order that all agree on.</param>
    /// <param name="originOf">Where a slice's parameters come from; null for the initializer.</param>
    public static JobAssignment Make(
        string jobId,
        JobSpec spec,
        DataFacts data,
        CutSpec cut,
        long generation,
        IReadOnlyList<SiloCapacity> silos,
        Func<SliceId, SliceOrigin>? originOf = null)
    {
        var ranges = ShardRange.Deal(spec.Shards, [.. silos.SelectMany(s => Enumerable.Repeat(s.Threads, spec.WorkersPerSilo))]);
        var ordinals = Enumerable.Range(0, ranges.Length).Where(w => ranges[w].Count > 0).ToArray();
        var shapes = SlicePlan.Cut(spec.Network.ToShape(), cut.ToCut());
        var homes = Homes(shapes, [.. silos.Select(s => s.Address)], SiloOf(ordinals[0]));
        var keys = shapes
            .Select(layer => layer.Select(s => GrainKeys.Slice(jobId, generation, s.Layer, s.Index, homes[s])).ToArray())
            .ToArray();
        var used = ordinals.Select(w => SiloOf(w)).Concat(homes.Values).Distinct().Count();
        var buckets = used == 1 ? [] : Pack(jobId, generation, shapes, homes, keys);
        var machines = silos.Where(s => s.Machine is not null).ToDictionary(s => s.Address, s => s.Machine!);
        var workers = ordinals.Select(w => AssignWorker(w, SiloOf(w))).ToArray();
        var slices = shapes.SelectMany(layer => layer).Select(AssignSlice).ToArray();
        return new JobAssignment(workers, slices, buckets, [.. ordinals.SelectMany(w => ranges[w].Nodes())]);

        string SiloOf(int ordinal) => silos[ordinal / spec.WorkersPerSilo].Address;

        AssignedWorker AssignWorker(int ordinal, string silo) => new(
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
                Buckets = buckets,
                Cut = cut,
                Machines = machines,
                Data = data,
            });

        AssignedSlice AssignSlice(SliceShape shape) => new(
            keys[shape.Layer][shape.Index],
            new SliceAssignment
            {
                JobId = jobId,
                Generation = generation,
                Spec = spec,
                TrainRows = data.TrainRows,
                Layer = shape.Layer,
                Slice = shape.Index,
                ReadersAreLocal = used == 1,
                Cut = cut,
                FirstSliceKey = keys[0][0],
                HasNeighbours = used > 1 && machines.TryGetValue(homes[shape], out var machine) && machines.Values.Count(m => m == machine) > 1,
                Origin = originOf?.Invoke(new SliceId(shape.Layer, shape.Index)) ?? SliceOrigin.Initializer,
            });
    }

    // A small network to the first worker's silo.
    private static Dictionary<SliceShape, string> Homes(SliceShape[][] shapes, IReadOnlyList<string> silos, string firstWorkers)
    {
        var all = shapes.SelectMany(layer => layer).ToArray();
        silos = all.Sum(s => (long)s.Length) <= SlicePlan.SmallNetwork ? [firstWorkers] : silos;
        return new SliceSpread(all, silos.Count).Owners.ToDictionary(o => o.Key, o => silos[o.Value]);
    }

    // For each silo its slices in the order of backpropagation, neighbours together while they are small.
    private static BucketAssignment[] Pack(
        string jobId, long generation, SliceShape[][] shapes, Dictionary<SliceShape, string> homes, string[][] keys)
    {
        var buckets = new List<BucketAssignment>();
        foreach (var silo in shapes.Reverse().SelectMany(layer => layer).GroupBy(s => homes[s]))
        {
            var slices = new List<SliceShape>();
            foreach (var slice in silo)
            {
                if (slices.Sum(s => s.Length) + slice.Length > BucketLength)
                {
                    Close(silo.Key, slices);
                }

                slices.Add(slice);
            }

            Close(silo.Key, slices);
        }

        return [.. buckets];

        void Close(string silo, List<SliceShape> slices)
        {
            if (slices.Count > 0)
            {
                buckets.Add(new BucketAssignment
                {
                    Key = GrainKeys.Bucket(jobId, generation, buckets.Count, silo),
                    Slices = [.. slices.Select(s => new SliceId(s.Layer, s.Index))],
                    SliceKeys = [.. slices.Select(s => keys[s.Layer][s.Index])],
                });
                slices.Clear();
            }
        }
    }
}

/// <summary>A worker of an assignment.</summary>
/// <param name="Key">The key of its grain.</param>
/// <param name="Silo">Its silo.</param>
/// <param name="Assignment">What it is told.</param>
internal sealed record AssignedWorker(string Key, string Silo, WorkerAssignment Assignment);

/// <summary>A slice of an assignment.</summary>
/// <param name="Key">The key of its grain.</param>
/// <param name="Assignment">What its grain is told.</param>
internal sealed record AssignedSlice(string Key, SliceAssignment Assignment);
