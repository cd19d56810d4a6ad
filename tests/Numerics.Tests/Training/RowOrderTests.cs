using Granary.Numerics.Sharding;
using Granary.Numerics.Training;

namespace Granary.Numerics.Tests.Training;

public class RowOrderTests
{
    private static readonly BatchSchedule Schedule = new(100, 30, 8, epochs: 3, steps: null);

    [Fact]
    public void Rows_StepsOfAnEpoch_VisitEachRowOnceInAnOrderOfItsOwn()
    {
        var order = new RowOrder(Schedule, 5);
        var epochs = Enumerable.Range(0, 3).Select(epoch => Epoch(order, epoch)).ToArray();
        Assert.All(epochs, rows => Assert.Equal(Enumerable.Range(0, 100), rows.Order()));
        Assert.NotEqual(epochs[0], epochs[1]);
        Assert.NotEqual(epochs[1], epochs[2]);
        Assert.NotEqual(Enumerable.Range(0, 100), epochs[0]);
        Assert.NotEqual(epochs[0], Epoch(new RowOrder(Schedule, 6), 0));
    }

    [Fact]
    public void Rows_StepsInAnyOrder_AreTheSame()
    {
        var (forward, backward) = (new RowOrder(Schedule, 5), new RowOrder(Schedule, 5));
        var expected = Enumerable.Range(0, 12).Select(step => forward.Rows(step).ToArray()).ToArray();
        Assert.Equal([30, 30, 30, 10], expected[..4].Select(rows => rows.Length));
        for (var step = 11; step >= 0; step--)
        {
            Assert.Equal(expected[step], backward.Rows(step).ToArray());
        }
    }

    private static int[] Epoch(RowOrder order, int epoch) =>
        [.. Enumerable.Range(4 * epoch, 4).SelectMany(step => order.Rows(step).ToArray())];
}
