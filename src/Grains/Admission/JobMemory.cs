using Granary.Formulas.Optimizers;
using Granary.Grains.Assignments;
using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Interfaces.Layers;
using Granary.Grains.Interfaces;
using Granary.Grains.Layers;
using Granary.Grains.Mapping;
using Granary.Numerics.Layers;
using Granary.Numerics.Sharding;
using Granary.Numerics.Slicing;

namespace Granary.Grains.Admission;

/// <summary>The memory that a job's data takes.</summary>
/// <param name="Bytes">Bytes on each silo that has a worker of it.</param>
/// <param name="Holder">The address of the silo that has read it already; null when there is none.</param>
internal readonly record struct DataMemory(long Bytes, string? Holder)
{
    /// <summary>What rows take: their features, and a label or a value each.</summary>
    public static long BytesOf(long rows, int features) => sizeof(float) * rows * (features + 1L);
}

/// <summary>How much memory a job needs on each silo while all is well: no second worker is at work on a straggler's shards.</summary>
internal static class JobMemory
{
    // Scratch memory of kernels, messages on their way, the grains themselves.
    private const long Overhead = 16L << 20;

    // Remote gradients of a step arrive while those of the step before are still in their buffers; the same with weights.
    private const int InFlight = 2;

    private const int CacheLine = 16;

    /// <summary>The least that a job needs on all silos together, whatever they are: weights, optimizer state, and a gradient.</summary>
    /// <param name="spec">The job.</param>
    /// <returns>Bytes. Inexact above 2^53, where nothing would fit anyway.</returns>
    public static double Least(JobSpec spec)
    {
        var dimensions = spec.Network.Dimensions;
        var parameters = dimensions.Zip(dimensions.Skip(1), (inputs, outputs) => (inputs + 1.0) * outputs).Sum();
        return sizeof(float) * parameters * (2 + StateArrays(spec));
    }

    /// <summary>What a job needs on each silo of an assignment.</summary>
    /// <param name="assignment">The assignment.</param>
    /// <param name="spec">The job.</param>
    /// <param name="cut">How its layers are cut.</param>
    /// <param name="data">Its data, which each silo with a worker reads.</param>
    /// <returns>Bytes, by the silos' addresses.</returns>
    public static Dictionary<string, long> Of(JobAssignment assignment, JobSpec spec, CutSpec cut, DataMemory data)
    {
        var shapes = SlicePlan.Cut(spec.Network.ToShape(), cut.ToCut());
        var state = StateArrays(spec);
        var needs = assignment.Workers.Select(w => w.Silo).Concat(assignment.Slices.Select(s => GrainKeys.SiloOf(s.Key))).Distinct()
            .ToDictionary(s => s, _ => Overhead);
        foreach (var slice in assignment.Slices)
        {
            var silo = GrainKeys.SiloOf(slice.Key);
            var bytes = Bytes(shapes[slice.Assignment.Layer][slice.Assignment.Slice]);
            var published = slice.Assignment.ReadersAreLocal ? 1 : WeightBuffers.WithRemoteReaders;
            var master = spec.Wire == WireName.Bfloat16 ? 1 : 0;
            var checkpoint = 1 + state;
            needs[silo] += bytes * (published + master + state + checkpoint);
        }

        foreach (var worker in assignment.Workers)
        {
            needs[worker.Silo] += Activations(spec, worker);
            var nodes = new ShardRange(worker.Assignment.FirstShard, worker.Assignment.EndShard).Nodes().Length;
            foreach (var slice in assignment.Slices)
            {
                var home = GrainKeys.SiloOf(slice.Key);
                var bytes = Bytes(shapes[slice.Assignment.Layer][slice.Assignment.Slice]);
                var isSent = home != worker.Silo && !SharesMemory(worker, home);
                needs[worker.Silo] += bytes * (nodes + (isSent ? InFlight : 0));
                needs[home] += isSent ? bytes * nodes * InFlight : 0;
            }
        }

        foreach (var silo in assignment.Workers.Select(w => w.Silo).Distinct().Where(s => s != data.Holder))
        {
            needs[silo] += data.Bytes;
        }

        return needs;
    }

    private static int StateArrays(JobSpec spec) => Optimizer.Create(spec.ToSettings().Optimizer).StateArrays;

    private static long Bytes(SliceShape shape) => (long)shape.Length * sizeof(float);

    // Inputs, then each layer's outputs and derivatives, of the worker's rows; and the targets. Dropout keeps a layer's outputs before it, and its
    // factors; normalization keeps its rows and two derivatives of each.
    private static long Activations(JobSpec spec, AssignedWorker worker)
    {
        var shards = worker.Assignment.EndShard - worker.Assignment.FirstShard;
        var rows = ((long)spec.BatchSize * shards / spec.Shards) + 1;
        var dimensions = spec.Network.Dimensions;
        var dropped = spec.Network.Dropout.Select((rate, l) => rate > 0 ? 2 * Padded(dimensions[l + 1]) : 0).Sum();
        var normalized = spec.Network.Normalization.Select((n, l) => n == NormalizationName.Layer ? 3 * Padded(dimensions[l + 1]) : 0).Sum();
        return rows * sizeof(float) * (Padded(dimensions[0]) + (2 * dimensions.Skip(1).Sum(Padded)) + dropped + normalized + dimensions[^1]);
    }

    private static long Padded(int length) => (length + CacheLine - 1L) / CacheLine * CacheLine;

    private static bool SharesMemory(AssignedWorker worker, string other) =>
        worker.Assignment.Machines.TryGetValue(worker.Silo, out var machine) && worker.Assignment.Machines.GetValueOrDefault(other) == machine;
}
