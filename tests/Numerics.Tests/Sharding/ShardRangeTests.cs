using System.Numerics;
using Granary.Numerics.Sharding;

namespace Granary.Numerics.Tests.Sharding;

public class ShardRangeTests
{
    [Fact]
    public void Deal_AnyWorkers_GivesContiguousRangesThatDifferByOneAtMost()
    {
        for (var shards = 1; shards <= 64; shards *= 2)
        {
            for (var workers = 1; workers <= 70; workers++)
            {
                var ranges = ShardRange.Deal(shards, [.. Enumerable.Repeat(1, workers)]);
                Assert.Equal(workers, ranges.Length);
                Assert.Equal((0, shards), (ranges[0].Start, ranges[^1].End));
                Assert.All(ranges[1..], (range, w) => Assert.Equal(ranges[w].End, range.Start));
                Assert.InRange(ranges.Max(r => r.Count) - ranges.Min(r => r.Count), 0, 1);
            }
        }
    }

    [Theory]
    [InlineData(0, 8, "3:0")]
    [InlineData(0, 3, "1:0 0:2")]
    [InlineData(3, 8, "0:3 2:1")]
    [InlineData(1, 7, "0:1 1:1 1:2 0:6")]
    [InlineData(5, 6, "0:5")]
    [InlineData(4, 4, "")]
    public void Nodes_OfRange_AreItsLargestSubtrees(int start, int end, string expected) =>
        Assert.Equal(expected, string.Join(' ', new ShardRange(start, end).Nodes().Select(n => $"{n.Level}:{n.Index}")));

    [Fact]
    public void Nodes_AnyRange_CoverItInOrderWithTheFewestSubtrees()
    {
        const int Shards = 64;
        for (var start = 0; start <= Shards; start++)
        {
            for (var end = start; end <= Shards; end++)
            {
                var nodes = new ShardRange(start, end).Nodes();
                var covered = nodes.SelectMany(n => Enumerable.Range(n.FirstShard, n.ShardCount));
                Assert.Equal(Enumerable.Range(start, end - start), covered);
                Assert.InRange(nodes.Length, 0, 2 * BitOperations.Log2(Shards));

                // Two siblings would be one node more than needed.
                Assert.DoesNotContain(nodes, n => n.Index % 2 == 0 && nodes.Contains(n with { Index = n.Index + 1 }));
            }
        }
    }

    [Fact]
    public void Children_OfNode_HalveItsShards()
    {
        var node = new TreeNode(3, 5);
        Assert.Equal((40, 8), (node.FirstShard, node.ShardCount));
        Assert.Equal((40, 4), (node.Left.FirstShard, node.Left.ShardCount));
        Assert.Equal((44, 4), (node.Right.FirstShard, node.Right.ShardCount));
    }
}
