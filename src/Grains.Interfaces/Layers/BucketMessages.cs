using Granary.Grains.Interfaces.Tensors;

namespace Granary.Grains.Interfaces.Layers;

/// <summary>Some slices of one silo that are exchanged in one message.</summary>
[GenerateSerializer, Immutable, Alias("granary.BucketAssignment")]
public sealed record BucketAssignment
{
    /// <summary>The key of the bucket's grain.</summary>
    [Id(0)]
    public required string Key { get; init; }

    /// <summary>The slices, in the order in which backpropagation comes by them.</summary>
    [Id(1)]
    public required SliceId[] Slices { get; init; }

    /// <summary>The keys of the slices' grains, in the same order.</summary>
    [Id(2)]
    public required string[] SliceKeys { get; init; }
}

/// <summary>A slice of a job.</summary>
/// <param name="Layer">The layer, from 0.</param>
/// <param name="Index">The slice within the layer, from 0.</param>
[GenerateSerializer, Immutable, Alias("granary.SliceId")]
public readonly record struct SliceId([property: Id(0)] int Layer, [property: Id(1)] int Index);

/// <summary>A worker's gradients of a bucket's slices for one step.</summary>
[GenerateSerializer, Immutable, Alias("granary.BucketGradients")]
public sealed class BucketGradients
{
    /// <summary>The worker's generation.</summary>
    [Id(0)]
    public required long Generation { get; init; }

    /// <summary>The step, from 0.</summary>
    [Id(1)]
    public required long Step { get; init; }

    /// <summary>The nodes of the shard tree, two numbers each: level and index.</summary>
    [Id(2)]
    public required int[] Nodes { get; init; }

    /// <summary>For each slice the gradients of these nodes, one behind the other, each as long as the slice.</summary>
    [Id(3)]
    public required TensorBlock[] Gradients { get; init; }
}

/// <summary>The parameters of a bucket's slices at one version, each slice's weights neuron by neuron, then its biases.</summary>
[GenerateSerializer, Immutable, Alias("granary.BucketWeights")]
public sealed class BucketWeights
{
    /// <summary>One block for each slice, in the bucket's order.</summary>
    [Id(0)]
    public required TensorBlock[] Parameters { get; init; }

    /// <summary>
    /// The highest of the slices' versions. Above the step after that of the gradients only for a worker that was overtaken by a
    /// second one with the same shards.
    /// </summary>
    [Id(1)]
    public required long Version { get; init; }
}
