using Granary.Numerics.Sharding;

namespace Granary.Numerics.Tests.Sharding;

public class BatchScheduleTests
{
    [Theory]
    [InlineData(10, 4, new[] { 4, 4, 2 })]
    [InlineData(12, 4, new[] { 4, 4, 4 })]
    [InlineData(5, 5, new[] { 5 })]
    [InlineData(3, 1, new[] { 1, 1, 1 })]
    public void RowsIn_StepsOfAnEpoch_TakeEachRowOnce(int rows, int batchSize, int[] expected)
    {
        var schedule = new BatchSchedule(rows, batchSize, 8, epochs: 3, steps: null);
        Assert.Equal(expected.Length, schedule.StepsPerEpoch);
        Assert.Equal(3 * expected.Length, schedule.TotalSteps);
        for (var step = 0; step < schedule.TotalSteps; step++)
        {
            var inEpoch = step % expected.Length;
            Assert.Equal(step / expected.Length, schedule.Epoch(step));
            Assert.Equal(expected[inEpoch], schedule.RowsIn(step));
            Assert.Equal(expected[..inEpoch].Sum(), schedule.FirstRow(step));
        }
    }

    [Fact]
    public void ShardStart_AnyRows_DealsThemInOrderAndDiffersByOneAtMost()
    {
        for (var shards = 1; shards <= GradientTree.MaxShards; shards *= 4)
        {
            var schedule = new BatchSchedule(200, 200, shards, epochs: 1, steps: null);
            for (var rows = 1; rows <= 200; rows++)
            {
                var starts = Enumerable.Range(0, shards + 1).Select(s => schedule.ShardStart(rows, s)).ToArray();
                Assert.Equal((0, rows), (starts[0], starts[^1]));
                var sizes = starts.Skip(1).Zip(starts, (end, start) => end - start).ToArray();
                Assert.InRange(sizes.Min(), 0, rows / shards);
                Assert.InRange(sizes.Max() - sizes.Min(), 0, 1);
            }
        }
    }

    [Fact]
    public void ShardStart_RowsTimesShardsBeyondInt32_IsExact()
    {
        var schedule = new BatchSchedule(100_000_000, 100_000_000, 1024, epochs: 1, steps: null);
        Assert.Equal(99_902_343, schedule.ShardStart(100_000_000, 1023));
    }

    [Theory]
    [InlineData(2, null, 6)]
    [InlineData(null, 100L, 100)]
    [InlineData(2, 5L, 5)]
    [InlineData(2, 7L, 6)]
    public void TotalSteps_EpochsAndSteps_IsWhicheverEndsFirst(int? epochs, long? steps, long expected) =>
        Assert.Equal(expected, new BatchSchedule(10, 4, 8, epochs, steps).TotalSteps);

    [Fact]
    public void TotalSteps_MoreThanInt32_IsExact() =>
        Assert.Equal(6_000_000_000, new BatchSchedule(3, 1, 1, 2_000_000_000, null).TotalSteps);

    [Theory]
    [InlineData(10, 11, 8, 1, "found 11")]
    [InlineData(10, 0, 8, 1, "found 0")]
    [InlineData(10, 5, 6, 1, "found 6")]
    [InlineData(10, 5, 0, 1, "found 0")]
    [InlineData(10, 5, 2048, 1, "1 to 1024: found 2048")]
    [InlineData(10, 5, 8, null, "found neither")]
    public void Create_OutOfRange_SaysWhatWasFound(int rows, int batchSize, int shards, int? epochs, string expected)
    {
        var error = Assert.Throws<ArgumentException>(() => new BatchSchedule(rows, batchSize, shards, epochs, null));
        Assert.Contains(expected, error.Message);
    }
}
