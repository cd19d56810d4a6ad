using Granary.Grains.Interfaces.Layers;
using Granary.Grains.Interfaces.Tensors;
using Granary.Grains.Layers;
using Granary.Numerics.Sharding;

namespace Granary.Grains.Workers;

/// <summary>How a worker reaches one slice: directly on its own silo, through the slice's grain on another.</summary>
internal abstract class SliceLink
{
    /// <summary>The published weights.</summary>
    public abstract ValueTask<SliceWeights> Read();

    /// <summary>Hands in the gradient for a step and gives the weights after it.</summary>
    public abstract ValueTask<SliceWeights> Exchange(long step, TensorBlock gradients);

    /// <summary>Makes the link to the slice with a key.</summary>
    /// <param name="key">The key of the slice's grain.</param>
    /// <param name="generation">The worker's generation.</param>
    /// <param name="nodes">The worker's tree nodes.</param>
    /// <param name="registry">The slices of this silo.</param>
    /// <param name="grains">For slices elsewhere.</param>
    public static SliceLink Create(
        string key, long generation, TreeNode[] nodes, SliceRegistry registry, IGrainFactory grains) =>
        registry.Find(key) is { } slice
            ? new LocalLink(slice, generation, nodes)
            : new RemoteLink(grains.GetGrain<ILayerGrain>(key), generation, nodes);

    private sealed class LocalLink(LayerSlice slice, long generation, TreeNode[] nodes) : SliceLink
    {
        public override ValueTask<SliceWeights> Read() => ValueTask.FromResult(slice.Read(generation));

        public override ValueTask<SliceWeights> Exchange(long step, TensorBlock gradients) =>
            slice.Exchange(generation, step, nodes, gradients);
    }

    private sealed class RemoteLink(ILayerGrain grain, long generation, TreeNode[] nodes) : SliceLink
    {
        private readonly int[] _nodes = [.. nodes.SelectMany(n => new[] { n.Level, n.Index })];

        public override ValueTask<SliceWeights> Read() => grain.Read(generation);

        public override ValueTask<SliceWeights> Exchange(long step, TensorBlock gradients) => grain.Exchange(
            new SliceGradient { Generation = generation, Step = step, Nodes = _nodes, Gradients = gradients });
    }
}
