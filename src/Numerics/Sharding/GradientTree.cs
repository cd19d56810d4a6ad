using System.Runtime.InteropServices;
using Granary.Numerics.Memory;

namespace Granary.Numerics.Sharding;

/// <summary>
/// Collects the gradients of one step, by tree node and in any order of arrival, and adds them up in the tree's order:
/// <c>node(h, i) = node(h - 1, 2i) + node(h - 1, 2i + 1)</c>. Whatever complete subtrees were added up elsewhere, the additions
/// and their order are the same, and so are the bits.
/// </summary>
/// <param name="shards">Shards of a mini-batch, a power of two.</param>
public sealed unsafe class GradientTree(int shards)
{
    private const int ChunkLength = 2048;

    private readonly TreeNode _root = new(System.Numerics.BitOperations.Log2((uint)shards), 0);

    // Node (level, index) is kept at 2^(levels - level) + index, the usual numbering of a binary heap, the root at 1.
    private readonly nint[] _gradients = new nint[2 * shards];
    private readonly AlignedBuffer _scratch = new(ChunkLength * (System.Numerics.BitOperations.Log2((uint)shards) + 1));
    private int _covered;

    /// <summary>The most elements <see cref="Sum"/> adds up in one call.</summary>
    public static int MaxSumLength => ChunkLength;

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

    /// <summary>Forgets all gradients, for the next step.</summary>
    public void Clear()
    {
        Array.Clear(_gradients);
        _covered = 0;
    }

    /// <summary>The sums of a run of elements. Requires <see cref="IsComplete"/>. One caller at a time.</summary>
    /// <param name="start">The first element.</param>
    /// <param name="length">How many, at most <see cref="MaxSumLength"/>.</param>
    /// <returns>The sums, valid until the next call; they may be a gradient that was added.</returns>
    public ReadOnlySpan<float> Sum(int start, int length) => new(Sum(_root, start, length), length);

    private float* Sum(TreeNode node, int start, int length)
    {
        var gradient = _gradients[Place(node)];
        if (gradient != 0)
        {
            return (float*)gradient + start;
        }

        var left = Sum(node.Left, start, length);
        if (left != Scratch(node.Level - 1))
        {
            // The right half may not find its partner overwritten by its own sums, so both halves need a place of their own.
            left = Copy(left, Scratch(node.Level - 1), length);
        }

        var sum = Scratch(node.Level);
        new ReadOnlySpan<float>(left, length).CopyTo(new Span<float>(sum, length));
        Add(sum, Sum(node.Right, start, length), length);
        return sum;
    }

    private static float* Copy(float* from, float* to, int length)
    {
        new ReadOnlySpan<float>(from, length).CopyTo(new Span<float>(to, length));
        return to;
    }

    private static void Add(float* sum, float* addend, int length)
    {
        var target = MemoryMarshal.CreateSpan(ref *sum, length);
        for (var i = 0; i < target.Length; i++)
        {
            target[i] += addend[i];
        }
    }

    private float* Scratch(int level) => _scratch.Pointer + (level * ChunkLength);

    private int Place(TreeNode node) => (1 << (_root.Level - node.Level)) + node.Index;
}
