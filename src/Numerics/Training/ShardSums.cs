using Granary.Numerics.Sharding;

namespace Granary.Numerics.Training;

/// <summary>Sums of the rows' losses, in float64 within a shard and then in the order of the shard tree.</summary>
public static class ShardSums
{
    /// <summary>The sum below a node, from its rows.</summary>
    /// <param name="rowLosses">Losses of the loaded rows.</param>
    /// <param name="shardStarts">Where the node's shards start within the loaded rows, and the end of the last.</param>
    public static double OfRows(ReadOnlySpan<float> rowLosses, ReadOnlySpan<int> shardStarts)
    {
        if (shardStarts.Length > 2)
        {
            var half = shardStarts.Length / 2;
            return OfRows(rowLosses, shardStarts[..(half + 1)]) + OfRows(rowLosses, shardStarts[half..]);
        }

        var sum = 0.0;
        foreach (var loss in rowLosses[shardStarts[0]..shardStarts[1]])
        {
            sum += loss;
        }

        return sum;
    }

    /// <summary>The sum below a node, from the sums of nodes that cover it.</summary>
    /// <param name="node">The node.</param>
    /// <param name="nodes">Disjoint nodes that cover <paramref name="node"/>.</param>
    /// <param name="sums">The sum of each of them.</param>
    public static double OfNodes(TreeNode node, ReadOnlySpan<TreeNode> nodes, ReadOnlySpan<double> sums)
    {
        var found = nodes.IndexOf(node);
        return found >= 0 ? sums[found] : OfNodes(node.Left, nodes, sums) + OfNodes(node.Right, nodes, sums);
    }
}
