using System.Numerics;
using System.Runtime.CompilerServices;
using Granary.Formulas.Functions;
using Granary.Formulas.Lanes;
using Granary.Numerics.Memory;

namespace Granary.Numerics.Sharding;

/// <summary>
/// Collects the gradients of one step, by tree node and in any order of arrival, and adds them up in the tree's order:
/// <c>node(h, i) = node(h - 1, 2i) + node(h - 1, 2i + 1)</c>. Whatever complete subtrees were added up elsewhere, the additions
/// and their order are the same, and so are the bits.
/// </summary>
/// <param name="shards">Shards of a mini-batch, a power of two up to <see cref="MaxShards"/>.</param>
/// <param name="wire">
/// With <see cref="WireFormat.Bfloat16"/> each sum is rounded; the gradients that are added are rounded already, by who made them.
/// </param>
public sealed unsafe class GradientTree(int shards, WireFormat wire = WireFormat.Float32)
{
    /// <summary>The most shards a mini-batch may have.</summary>
    public const int MaxShards = 1024;

    /// <summary>The most elements <see cref="Sum"/> adds up in one call: what a few levels of it find in the L1 cache.</summary>
    public const int MaxSumLength = 2048;

    private const int Levels = 11;

    [ThreadStatic]
    private static AlignedBuffer? _scratch;

    private readonly TreeNode _root = new(BitOperations.Log2((uint)shards), 0);

    // Node (level, index) is kept at 2^(levels - level) + index, the usual numbering of a binary heap, the root at 1.
    private readonly nint[] _gradients = new nint[2 * shards];
    private int _covered;

    /// <summary>Whether all shards are covered.</summary>
    public bool IsComplete => _covered == shards;

    /// <summary>Adds a node's gradient. Its memory stays the caller's and is read until <see cref="Clear"/>.</summary>
    /// <param name="node">The node.</param>
    /// <param name="gradient">Its gradient.</param>
    /// <returns>False, and nothing is added, when the node is there already.</returns>
    public bool TryAdd(TreeNode node, float* gradient)
    {
        ref var place = ref _gradients[Place(node)];
        if (place != 0)
        {
            return false;
        }

        place = (nint)gradient;
        _covered += node.ShardCount;
        return true;
    }

    /// <summary>The gradient that was added for a node; null when none was.</summary>
    /// <param name="node">The node.</param>
    public float* Find(TreeNode node) => (float*)_gradients[Place(node)];

    /// <summary>Whether a node above a shard, or the shard itself, was added.</summary>
    /// <param name="shard">The shard.</param>
    public bool Covers(int shard)
    {
        for (var level = 0; level <= _root.Level; level++)
        {
            if (_gradients[Place(new TreeNode(level, shard >> level))] != 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Forgets all gradients, for the next step.</summary>
    public void Clear()
    {
        Array.Clear(_gradients);
        _covered = 0;
    }

    /// <summary>The sums of a run of elements. Requires <see cref="IsComplete"/>; threads may call it for runs of their own.</summary>
    /// <param name="start">The first element.</param>
    /// <param name="length">How many, at most <see cref="MaxSumLength"/>.</param>
    /// <returns>The sums, valid until the thread's next call; they may be a gradient that was added.</returns>
    public ReadOnlySpan<float> Sum(int start, int length)
    {
        _scratch ??= new AlignedBuffer(MaxSumLength * Levels);
        return new ReadOnlySpan<float>(SumOf(_root, start, length, _scratch.Pointer), length);
    }

    private float* SumOf(TreeNode node, int start, int length, float* scratch)
    {
        var gradient = (float*)_gradients[Place(node)];
        if (gradient != null)
        {
            return gradient + start;
        }

        // The right half is added up in the scratch of lower levels, so it does not disturb the left half's sums here.
        var sum = scratch + (node.Level * MaxSumLength);
        var left = SumOf(node.Left, start, length, scratch);
        new ReadOnlySpan<float>(left, length).CopyTo(new Span<float>(sum, length));
        var right = SumOf(node.Right, start, length, scratch);
        if (wire == WireFormat.Bfloat16)
        {
            LaneLoop.Run(new RoundedAddKernel(sum, right), length);
        }
        else
        {
            LaneLoop.Run(new AddKernel(sum, right), length);
        }

        return sum;
    }

    private int Place(TreeNode node) => (1 << (_root.Level - node.Level)) + node.Index;

    private readonly struct RoundedAddKernel(float* sum, float* addend) : ILaneKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Invoke<TLanes>(nint start, int count)
            where TLanes : struct, ILanes<TLanes> =>
            Bfloat16Rounding.Round(TLanes.Load(sum + start, count) + TLanes.Load(addend + start, count)).Store(sum + start, count);
    }
}
