using Granary.Grains.Interfaces.Layers;
using Granary.Numerics.Sharding;

namespace Granary.Grains.Layers;

/// <summary>
/// What a slice keeps of the gradients of shards that two workers compute, to compare it with the copy that comes after the update:
/// those of the step at which the second worker began, where the first one may be held for long, and those of the last update.
/// </summary>
/// <param name="shards">The shards and the steps that both take.</param>
/// <param name="length">Floats of a node's gradient.</param>
internal sealed unsafe class SpeculativeGradients(SpeculativeShards shards, int length)
{
    private readonly TreeNode[] _nodes = new ShardRange(shards.FirstShard, shards.EndShard).Nodes();
    private readonly Kept _first = new();
    private readonly Kept _last = new();

    public SpeculativeShards Shards => shards;

    /// <summary>Copies the gradients of a step that is over.</summary>
    public void Keep(long step, GradientTree tree)
    {
        if (step >= shards.FirstStep && step < shards.EndStep)
        {
            (step == shards.FirstStep ? _first : _last).Set(step, Array.ConvertAll(_nodes, node => (nint)tree.Find(node)), length);
        }
    }

    /// <summary>What was kept of a node at a step; nothing when it was not.</summary>
    public ReadOnlySpan<float> Find(long step, TreeNode node)
    {
        var kept = step == shards.FirstStep ? _first : _last;
        var index = Array.IndexOf(_nodes, node);
        return index >= 0 && kept.Step == step ? kept.Gradients.AsSpan(index * length, length) : default;
    }

    private sealed class Kept
    {
        public long Step { get; private set; } = -1;

        public float[] Gradients { get; private set; } = [];

        public void Set(long step, nint[] nodes, int length)
        {
            if (Array.IndexOf(nodes, 0) >= 0)
            {
                return;
            }

            Gradients = Gradients.Length > 0 ? Gradients : new float[nodes.Length * length];
            for (var n = 0; n < nodes.Length; n++)
            {
                new ReadOnlySpan<float>((float*)nodes[n], length).CopyTo(Gradients.AsSpan(n * length));
            }

            Step = step;
        }
    }
}
