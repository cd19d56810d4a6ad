using Granary.Numerics.Sharding;
using Granary.Numerics.Training;

namespace Granary.Numerics.Tests.Training;

public class ShardSumsTests
{
    // 1 vanishes beside 2^60, which is where the order shows.
    [Fact]
    public void OfRows_FourShards_AddsShardsByTheTree()
    {
        const float Large = 1L << 60;
        float[] losses = [1, Large, -Large, 2, 4, 8, Large, 1];
        Assert.Equal(Large + 0.0, ShardSums.OfRows(losses, [0, 0, 3, 6, 8]));
        Assert.Equal(16, ShardSums.OfRows([1, Large, -Large, 2, 4, 8, 1], [0, 1, 3, 6, 7]));
        Assert.Equal(15, ShardSums.OfRows([1, Large, -Large, 2, 4, 8, 1], [0, 2, 3, 6, 7]));
        Assert.Equal(7, ShardSums.OfRows([3, 4], [0, 2]));
        Assert.Equal(0, ShardSums.OfRows([], [0, 0, 0]));
    }

    [Fact]
    public void OfNodes_AnyDeal_SameBitsAsOfRows()
    {
        var random = new Random(3);
        var losses = Enumerable.Range(0, 50).Select(_ => (float)Math.Pow(2, random.Next(-30, 30)) / 3).ToArray();
        var schedule = new BatchSchedule(50, 50, 16, epochs: 1, steps: null);
        var starts = Enumerable.Range(0, 17).Select(s => schedule.ShardStart(50, s)).ToArray();
        var expected = ShardSums.OfRows(losses, starts);
        for (var workers = 1; workers <= 16; workers++)
        {
            var nodes = ShardRange.Deal(16, [.. Enumerable.Repeat(1, workers)]).SelectMany(range => range.Nodes()).Reverse().ToArray();
            var sums = nodes.Select(n => ShardSums.OfRows(losses, starts.AsSpan(n.FirstShard, n.ShardCount + 1))).ToArray();
            Assert.Equal(expected, ShardSums.OfNodes(new TreeNode(4, 0), nodes, sums));
        }
    }
}
