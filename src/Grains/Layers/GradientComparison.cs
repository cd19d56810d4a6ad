using Granary.Grains.Interfaces;
using Granary.Grains.Interfaces.Layers;
using Granary.Grains.Interfaces.Tensors;
using Granary.Numerics.Layers;
using Granary.Numerics.Sharding;

namespace Granary.Grains.Layers;

/// <summary>Compares gradients that come a second time, since two workers may compute the same shards, with those that came first.</summary>
/// <remarks>
/// Only gradients made of the right weights may be compared, and a worker that was overtaken may read a place that is being written
/// again. Two facts see to it. The weights of the step at which the second worker begins are never written again: their place is given
/// up. And while a slice is not further than one step after a gradient's, no slice has begun to write over the weights of that step: who
/// writes those of version <c>s + 3</c> needs gradients made of version <c>s + 2</c> of all slices. What comes later than that is not compared.
/// </remarks>
/// <param name="shape">The slice.</param>
internal sealed unsafe class GradientComparison(SliceShape shape)
{
    private readonly List<SpeculativeGradients> _speculative = [];

    /// <summary>Keeps from now on what comes for some shards, to compare it with the copy that comes later.</summary>
    public void Begin(SpeculativeShards shards)
    {
        _speculative.RemoveAll(d => d.Shards.FirstShard == shards.FirstShard);
        _speculative.Add(new SpeculativeGradients(shards, shape.Length));
    }

    /// <summary>Copies the gradients of a step that is over.</summary>
    public void Keep(long step, GradientTree tree)
    {
        foreach (var speculative in _speculative)
        {
            speculative.Keep(step, tree);
        }
    }

    /// <summary>Compares gradients with those of the same step that are there already.</summary>
    /// <exception cref="DifferentBitsException">They differ.</exception>
    public void WithReceived(GradientTree tree, long step, ReadOnlySpan<TreeNode> nodes, TensorBlock gradients)
    {
        for (var i = 0; i < nodes.Length; i++)
        {
            var received = tree.Find(nodes[i]);
            if (received != null)
            {
                Compare(step, nodes[i], new ReadOnlySpan<float>(received, shape.Length), Of(gradients, i));
            }
        }
    }

    /// <summary>Compares gradients with those that were kept of a step that is over.</summary>
    /// <param name="version">The version that the slice is at.</param>
    /// <param name="step">The step of the gradients.</param>
    /// <param name="nodes">Their nodes.</param>
    /// <param name="gradients">The gradients.</param>
    /// <exception cref="DifferentBitsException">They differ.</exception>
    public void WithKept(long version, long step, ReadOnlySpan<TreeNode> nodes, TensorBlock gradients)
    {
        foreach (var speculative in _speculative)
        {
            for (var i = 0; i < nodes.Length && (step == version - 1 || step == speculative.Shards.FirstStep); i++)
            {
                if (speculative.Find(step, nodes[i]) is { IsEmpty: false } kept)
                {
                    Compare(step, nodes[i], kept, Of(gradients, i));
                }
            }
        }
    }

    private void Compare(long step, TreeNode node, ReadOnlySpan<float> first, ReadOnlySpan<float> second)
    {
        if (!GradientBits.AreSame(first, second))
        {
            throw new DifferentBitsException(
                step,
                $"the gradient of shards {node.FirstShard} to {node.FirstShard + node.ShardCount - 1} at step {step} for layer "
                + $"{shape.Layer + 1}, slice {shape.Index + 1}");
        }
    }

    private ReadOnlySpan<float> Of(TensorBlock gradients, int node) => gradients.Span.Slice(node * shape.Length, shape.Length);
}
