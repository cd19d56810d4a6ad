using Granary.Client.Rendering;
using Granary.Grains.Interfaces.Jobs;

namespace Granary.Client.Tests.Rendering;

public sealed class LossChartTests
{
    [Fact]
    public void Draw_FallingLine_GoesFromTheTopLeftToTheBottomRight()
    {
        var lines = Draw([new LossPoint(0, 0.9), new LossPoint(100, 0.2)], 11, 2);

        // 8 x 8 dots: one dot lower in each column.
        Assert.Equal(["0.9000 ⠑⢄⠀⠀", "0.2000 ⠀⠀⠑⢄"], lines);
    }

    [Fact]
    public void Draw_Constant_IsALevelLine() =>
        Assert.Equal(["0.5000 ⠉⠉", "0.5000 ⠀⠀"], Draw([new LossPoint(0, 0.5), new LossPoint(1, 0.5)], 9, 2));

    [Fact]
    public void Draw_Jump_HasNoHole()
    {
        var line = Draw([new LossPoint(0, 1), new LossPoint(50, 1), new LossPoint(51, 0), new LossPoint(100, 0)], 11, 2);

        Assert.Equal(["1.0000 ⠉⠉⡆⠀", "0      ⠀⠀⣇⣀"], line);
    }

    [Fact]
    public void Draw_PointsThatAreNotFinite_AreLeftOut()
    {
        var chart = Draw([new LossPoint(0, 0.9), new LossPoint(50, double.NaN), new LossPoint(100, 0.2)], 11, 2);

        Assert.Equal(Draw([new LossPoint(0, 0.9), new LossPoint(100, 0.2)], 11, 2), chart);
    }

    [Fact]
    public void Draw_TooLittleToDraw_DrawsNothing()
    {
        Assert.Empty(Draw([], 40, 4));
        Assert.Empty(Draw([new LossPoint(1, 1)], 40, 4));
        Assert.Empty(Draw([new LossPoint(1, 1), new LossPoint(2, 0)], 8, 4));
        Assert.Empty(Draw([new LossPoint(1, 1), new LossPoint(2, 0)], 40, 1));
    }

    private static string[] Draw(LossPoint[] history, int width, int rows) =>
        [.. LossChart.Draw(history, width, rows).Select(l => string.Concat(l.Spans.Select(s => s.Text)))];
}
