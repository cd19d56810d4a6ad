using System.Numerics;

namespace Granary.Numerics.Sharding;

/// <summary>The shards <c>[Start, End)</c> that one worker computes.</summary>
/// <param name="Start">The first shard.</param>
/// <param name="End">One past the last shard.</param>
public readonly record struct ShardRange(int Start, int End)
{
    /// <summary>How many shards.</summary>
    public int Count => End - Start;

    /// <summary>Deals <paramref name="shards"/> shards to workers in contiguous ranges, in proportion to what each can do.</summary>
    /// <param name="shards">Number of shards.</param>
    /// <param name="shares">What each worker can do, above 0. Workers of equal shares get ranges whose lengths differ by at most one, and there may be empty ones.</param>
    public static ShardRange[] Deal(int shards, IReadOnlyList<int> shares)
    {
        var total = shares.Sum(s => (long)s);
        var ranges = new ShardRange[shares.Count];
        var before = 0L;
        for (var w = 0; w < ranges.Length; w++)
        {
            var start = (int)(shards * before / total);
            before += shares[w];
            ranges[w] = new ShardRange(start, (int)(shards * before / total));
        }

        return ranges;
    }

    /// <summary>
    /// The fewest complete, aligned subtrees that cover this range, in the order of their shards: at most
    /// <c>2 log2(shards)</c>. Only these may be added up away from the layer, because only their sums are nodes of the tree.
    /// </summary>
    public TreeNode[] Nodes()
    {
        var nodes = new List<TreeNode>();
        for (var shard = Start; shard < End;)
        {
            var aligned = shard == 0 ? 30 : BitOperations.TrailingZeroCount(shard);
            var level = Math.Min(aligned, BitOperations.Log2((uint)(End - shard)));
            nodes.Add(new TreeNode(level, shard >> level));
            shard += 1 << level;
        }

        return [.. nodes];
    }
}
