using Granary.Grains.Interfaces.Checkpoints;
using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Interfaces.Tensors;

namespace Granary.Grains.Interfaces.Layers;

/// <summary>What a layer grain is told to hold.</summary>
[GenerateSerializer, Immutable, Alias("granary.SliceAssignment")]
public sealed record SliceAssignment
{
    /// <summary>The job's id.</summary>
    [Id(0)]
    public required string JobId { get; init; }

    /// <summary>The generation it was assigned in.</summary>
    [Id(1)]
    public required long Generation { get; init; }

    /// <summary>The job.</summary>
    [Id(2)]
    public required JobSpec Spec { get; init; }

    /// <summary>Rows of the training set, which decide how many rows a mini-batch has.</summary>
    [Id(3)]
    public required int TrainRows { get; init; }

    /// <summary>The layer, from 0.</summary>
    [Id(4)]
    public required int Layer { get; init; }

    /// <summary>The slice within the layer, from 0.</summary>
    [Id(5)]
    public required int Slice { get; init; }

    /// <summary>Whether all workers are on the slice's own silo, so that no message ever holds its weights.</summary>
    [Id(6)]
    public required bool ReadersAreLocal { get; init; }

    /// <summary>How this job's layers are cut.</summary>
    [Id(7)]
    public required CutSpec Cut { get; init; }

    /// <summary>Where its first parameters come from.</summary>
    [Id(8)]
    public required SliceOrigin Origin { get; init; }

    /// <summary>Whether other silos share memory with the slice's silo, so that its weights should be where they can read them.</summary>
    [Id(9)]
    public required bool HasNeighbours { get; init; }

    /// <summary>The key of the job's first slice, where the slices of a job that clips by norm meet at each step.</summary>
    [Id(10)]
    public required string FirstSliceKey { get; init; }
}

/// <summary>
/// Where a slice's parameters and optimizer state come from: a slice of an older generation, a file of a checkpoint, or, when
/// neither is named, the job's initializer.
/// </summary>
[GenerateSerializer, Immutable, Alias("granary.SliceOrigin")]
public sealed record SliceOrigin
{
    /// <summary>The initializer.</summary>
    public static SliceOrigin Initializer { get; } = new() { Version = 0 };

    /// <summary>How many updates they have seen.</summary>
    [Id(0)]
    public required long Version { get; init; }

    /// <summary>The key of the grain that holds them; null when none does.</summary>
    [Id(1)]
    public string? PreviousKey { get; init; }

    /// <summary>The generation of that grain.</summary>
    [Id(2)]
    public long PreviousGeneration { get; init; }

    /// <summary>The file of a checkpoint that holds them; null when none does.</summary>
    [Id(3)]
    public CheckpointEntry? File { get; init; }

    /// <summary>The learning rate that the job's schedule has come to by what was seen of validation rows; null for the job's own.</summary>
    [Id(4)]
    public double? LearningRate { get; init; }
}

/// <summary>All that the next update of a slice depends on.</summary>
[GenerateSerializer, Immutable, Alias("granary.SliceSnapshot")]
public sealed class SliceSnapshot
{
    /// <summary>How many updates it has seen.</summary>
    [Id(0)]
    public required long Version { get; init; }

    /// <summary>The float32 parameters, then the optimizer's arrays, each as long as the slice.</summary>
    [Id(1)]
    public required TensorBlock[] Arrays { get; init; }
}

/// <summary>The parameters of one slice at one version. A struct, so that handing them over inside a silo allocates nothing.</summary>
/// <param name="Version">How many updates they have seen.</param>
/// <param name="Parameters">The weights, neuron by neuron, then the biases.</param>
[GenerateSerializer, Immutable, Alias("granary.SliceWeights")]
public readonly record struct SliceWeights([property: Id(0)] long Version, [property: Id(1)] TensorBlock Parameters);

/// <summary>How far a slice is.</summary>
[GenerateSerializer, Immutable, Alias("granary.SliceProgress")]
public sealed record SliceProgress
{
    /// <summary>How many updates its weights have seen: the step under way.</summary>
    [Id(0)]
    public required long Version { get; init; }

    /// <summary>The shards whose gradients are not there for that step.</summary>
    [Id(1)]
    public required int[] MissingShards { get; init; }
}

/// <summary>Shards that a second worker computes as well.</summary>
/// <param name="FirstShard">The first shard.</param>
/// <param name="EndShard">One past the last shard.</param>
/// <param name="FirstStep">The first step that it takes.</param>
/// <param name="EndStep">One past the last step.</param>
[GenerateSerializer, Immutable, Alias("granary.SpeculativeShards")]
public sealed record SpeculativeShards(
    [property: Id(0)] int FirstShard, [property: Id(1)] int EndShard, [property: Id(2)] long FirstStep, [property: Id(3)] long EndStep);
