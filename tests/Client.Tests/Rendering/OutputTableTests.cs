using Granary.Client.Rendering;
using Granary.Grains.Interfaces.Jobs;

namespace Granary.Client.Tests.Rendering;

public sealed class OutputTableTests
{
    private static readonly OutputMetrics Price = new("price", 6367.25, 5090.5, 0.9951, null);
    private static readonly OutputMetrics Rooms = new("rooms", 0.5, 0.25, 0.75, null);
    private static readonly OutputMetrics Wet = new("is_wet", null, null, null, 0.9);
    private static readonly OutputMetrics Loud = new("is_loud", null, null, null, 1);

    [Fact]
    public void Text_Outputs_TellsTheMetricsOfOneAndTheMeanOfSeveral()
    {
        Assert.Null(OutputTable.Text([]));
        Assert.Equal("R2 0.9951, RMSE 6367.2500, MAE 5090.5000", OutputTable.Text([Price]));
        Assert.Equal("mean R2 0.8726", OutputTable.Text([Price, Rooms]));
        Assert.Equal("mean accuracy 95.00 %", OutputTable.Text([Wet, Loud]));
    }

    [Fact]
    public void Lines_SeveralOutputs_AreATable()
    {
        Assert.Empty(OutputTable.Lines([Price], 80));
        Assert.Equal(
            ["NUMBER  R2      RMSE       MAE", "price   0.9951  6367.2500  5090.5000", "rooms   0.7500  0.5000     0.2500"],
            OutputTable.Lines([Price, Rooms], 80).Select(l => l.ToString()));
        Assert.Equal(
            ["LABEL    ACCURACY", "is_wet   90.00 %", "is_loud  100.00 %"], OutputTable.Lines([Wet, Loud], 80).Select(l => l.ToString()));
    }
}
