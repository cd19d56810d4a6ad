using Granary.Numerics.Kernels.Blocked;

namespace Granary.Numerics.Tests.Kernels.Blocked;

public sealed class PartitionTests
{
    private const long Large = 1L << 30;

    [Theory]
    [InlineData(1, 10, 4)]
    [InlineData(2, 10, 4)]
    [InlineData(2, 1, 1)]
    [InlineData(3, 7, 25)]
    [InlineData(8, 5, 3)]
    [InlineData(64, 37, 64)]
    public void Choose_AnyGrid_PartsCoverEachTileOnce(int threads, int rows, int panels)
    {
        var partition = Partition.Choose(threads, rows, panels, packing: 1, Large);

        var covered = new int[rows, panels];
        for (var part = 0; part < partition.Parts; part++)
        {
            var (firstRow, endRow) = partition.Rows(part);
            var (firstPanel, endPanel) = partition.Panels(part);
            for (var row = firstRow; row < endRow; row++)
            {
                for (var panel = firstPanel; panel < endPanel; panel++)
                {
                    covered[row, panel]++;
                }
            }
        }

        Assert.All(covered.Cast<int>(), count => Assert.Equal(1, count));
        Assert.InRange(partition.Parts, 1, threads);
    }

    [Fact]
    public void Choose_LittleWork_OnePart() =>
        Assert.Equal(1, Partition.Choose(threads: 2, rows: 2, panels: 1, packing: 1, multiplyAdds: 16 * 64 * 15).Parts);

    [Fact]
    public void Choose_OddPanelsAndNoPacking_SplitsRows()
    {
        var partition = Partition.Choose(threads: 2, rows: 10, panels: 25, packing: 0, Large);

        Assert.Equal((0, 5), partition.Rows(0));
        Assert.Equal((0, 25), partition.Panels(0));
    }

    [Fact]
    public void Choose_PackingNeeded_SplitsPanels()
    {
        var partition = Partition.Choose(threads: 2, rows: 10, panels: 4, packing: 1, Large);

        Assert.Equal((0, 10), partition.Rows(1));
        Assert.Equal((2, 4), partition.Panels(1));
    }
}
