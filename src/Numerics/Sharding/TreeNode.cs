namespace Granary.Numerics.Sharding;

/// <summary>
/// A node of the complete binary tree over the shards of a mini-batch. Node (<see cref="Level"/> h, <see cref="Index"/> i)
/// covers the shards <c>[i 2^h, (i + 1) 2^h)</c> and is <c>node(h - 1, 2i) + node(h - 1, 2i + 1)</c>. Level 0 are the shards.
/// </summary>
/// <param name="Level">Height above the shards, from 0.</param>
/// <param name="Index">Position within the level, from 0.</param>
public readonly record struct TreeNode(int Level, int Index)
{
    /// <summary>The first shard below this node.</summary>
    public int FirstShard => Index << Level;

    /// <summary>How many shards are below this node.</summary>
    public int ShardCount => 1 << Level;

    /// <summary>The child with the lower shards.</summary>
    public TreeNode Left => new(Level - 1, 2 * Index);

    /// <summary>The child with the higher shards.</summary>
    public TreeNode Right => new(Level - 1, (2 * Index) + 1);
}
