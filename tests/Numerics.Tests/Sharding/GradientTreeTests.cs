using Granary.Numerics.Memory;
using Granary.Numerics.Sharding;
using Granary.Numerics.Tests.Functions;
using Granary.Numerics.Tests.Lanes;
using Granary.Numerics.Tests.Memory;

namespace Granary.Numerics.Tests.Sharding;

public sealed unsafe class GradientTreeTests
{
    private const int Length = GradientTree.MaxSumLength + 37;

    public static TheoryData<int> ShardCounts => [1, 2, 8, 64, GradientTree.MaxShards];

    // Magnitudes from 2^-20 to 2^20: another order of additions gives other bits.
    [Theory]
    [MemberData(nameof(ShardCounts))]
    public void Sum_AnyDealAndArrival_SameBitsAsRecursiveSums(int shards) => CheckSums(shards, WireFormat.Float32);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    [InlineData(64)]
    public void Sum_Bfloat16_SameBitsAsRecursiveRoundedSums(int shards) => CheckSums(shards, WireFormat.Bfloat16);

    [Fact]
    public void TryAdd_ANodeTwice_KeepsTheFirst()
    {
        var (first, second) = (new AlignedBuffer(3), new AlignedBuffer(3));
        first.Span.Fill(1);
        second.Span.Fill(5);
        var tree = new GradientTree(2);
        Assert.True(tree.TryAdd(new TreeNode(0, 1), first.Pointer));
        Assert.False(tree.TryAdd(new TreeNode(0, 1), second.Pointer));
        Assert.False(tree.IsComplete);
        Assert.True(tree.TryAdd(new TreeNode(0, 0), first.Pointer));
        Assert.True(tree.IsComplete);
        Assert.Equal([2, 2, 2], tree.Sum(0, 3).ToArray());
        tree.Clear();
        Assert.False(tree.IsComplete);
        Assert.True(tree.TryAdd(new TreeNode(1, 0), second.Pointer));
        Assert.Equal([5, 5], tree.Sum(1, 2).ToArray());
        GC.KeepAlive(first);
        GC.KeepAlive(second);
    }

    [Fact]
    public void Find_AndCovers_TellWhatIsThere()
    {
        var gradient = new AlignedBuffer(3);
        var tree = new GradientTree(8);
        tree.TryAdd(new TreeNode(1, 1), gradient.Pointer);
        tree.TryAdd(new TreeNode(0, 6), gradient.Pointer);

        Assert.Equal([2, 3, 6], Enumerable.Range(0, 8).Where(tree.Covers));
        Assert.True(tree.Find(new TreeNode(1, 1)) == gradient.Pointer);
        Assert.True(tree.Find(new TreeNode(0, 2)) == null);
        GC.KeepAlive(gradient);
    }

    private static void CheckSums(int shards, WireFormat wire)
    {
        var random = new Random(shards);
        var leaves = Leaves(shards, random, wire);
        var expected = Sum(leaves, 0, shards, wire);
        if (shards > 2)
        {
            var inTurn = leaves.Aggregate((sum, leaf) => [.. sum.Zip(leaf, (a, b) => a + b)]);
            Assert.NotEqual(expected, inTurn);
        }

        var tree = new GradientTree(shards, wire);
        for (var workers = 1; workers <= Math.Min(2 * shards, 20); workers++)
        {
            AssertSum(tree, wire, leaves, expected, ShardRange.Deal(shards, [.. Enumerable.Repeat(1, workers)]), random, $"{workers} workers");
        }

        if (shards < 100)
        {
            for (var cut = 0; cut <= shards; cut++)
            {
                ShardRange[] ranges = [new(0, cut), new(cut, (cut + shards) / 2), new((cut + shards) / 2, shards)];
                AssertSum(tree, wire, leaves, expected, ranges, random, string.Join(' ', ranges));
            }
        }
    }

    private static void AssertSum(
        GradientTree tree,
        WireFormat wire,
        float[][] leaves,
        float[] expected,
        ShardRange[] ranges,
        Random random,
        string what)
    {
        var nodes = ranges.SelectMany(r => r.Nodes()).ToArray();
        random.Shuffle(nodes);
        var gradients = nodes.Select(n => Buffers.Of(Sum(leaves, n.FirstShard, n.ShardCount, wire))).ToArray();
        tree.Clear();
        for (var n = 0; n < nodes.Length; n++)
        {
            Assert.False(tree.IsComplete);
            Assert.True(tree.TryAdd(nodes[n], gradients[n].Pointer));
        }

        Assert.True(tree.IsComplete);
        SameBits.AssertEqual(expected.AsSpan(0, GradientTree.MaxSumLength), tree.Sum(0, GradientTree.MaxSumLength), what);
        SameBits.AssertEqual(expected.AsSpan(GradientTree.MaxSumLength), tree.Sum(GradientTree.MaxSumLength, 37), what);
        SameBits.AssertEqual(expected.AsSpan(5, 1), tree.Sum(5, 1), what);
        GC.KeepAlive(gradients);
    }

    private static float[][] Leaves(int shards, Random random, WireFormat wire)
    {
        var leaves = new float[shards][];
        for (var shard = 0; shard < shards; shard++)
        {
            leaves[shard] = new float[Length];
            foreach (ref var value in leaves[shard].AsSpan())
            {
                value = Rounded((float)((random.NextDouble() - 0.5) * Math.Pow(2, random.Next(-20, 20))), wire);
            }
        }

        return leaves;
    }

    private static float[] Sum(float[][] leaves, int first, int count, WireFormat wire)
    {
        if (count == 1)
        {
            return leaves[first];
        }

        var (left, right) = (Sum(leaves, first, count / 2, wire), Sum(leaves, first + (count / 2), count / 2, wire));
        return [.. left.Zip(right, (a, b) => Rounded(a + b, wire))];
    }

    private static float Rounded(float value, WireFormat wire) =>
        wire == WireFormat.Bfloat16 ? Bfloat16Oracle.Round(value) : value;
}
