using Granary.Data.Splits;
using Granary.Data.Targets;
using Granary.Numerics.Datasets;

namespace Granary.Data.Tests;

public class HeldOutRowsTests : DataFiles
{
    // The feature is the row's number in the file, so that every row can be told.
    private TrainingData Load(int rows, double fraction, long seed) => TrainingData.Load(
        Request("a,label\n" + string.Concat(Enumerable.Range(0, rows).Select(i => $"{i},c{i % 2}\n"))) with
        {
            Test = new HeldOutRows(fraction),
            Seed = seed,
        });

    private static int[] Rows(Dataset dataset) => [.. dataset.Features.Span.ToArray().Select(x => (int)x)];

    [Theory]
    [InlineData(100, 0.2, 20)]
    [InlineData(10, 0.25, 3)]
    [InlineData(10, 0.24, 2)]
    [InlineData(1797, 0.2, 359)]
    [InlineData(2, 0.001, 1)]
    [InlineData(2, 0.999, 1)]
    [InlineData(5, 0.999, 4)]
    public void Load_Fraction_HoldsOutTheRoundedCountAndLosesNoRow(int rows, double fraction, int expected)
    {
        var data = Load(rows, fraction, 1);
        Assert.Equal(expected, data.Test!.Rows);
        Assert.Equal(rows - expected, data.Train.Rows);
        Assert.Equal(Enumerable.Range(0, rows), Rows(data.Train).Concat(Rows(data.Test)).Order());
    }

    [Fact]
    public void Load_HeldOutRows_StayInTheOrderOfTheFileWithTheirLabels()
    {
        var data = Load(200, 0.3, 5);
        Assert.All([data.Train, data.Test!], set =>
        {
            Assert.Equal(Rows(set).Order(), Rows(set));
            Assert.Equal(Rows(set).Select(row => row % 2), set.Labels.ToArray());
        });
    }

    [Fact]
    public void Load_SeedAlone_DecidesWhichRows()
    {
        Assert.Equal(Rows(Load(200, 0.3, 5).Test!), Rows(Load(200, 0.3, 5).Test!));
        Assert.NotEqual(Rows(Load(200, 0.3, 5).Test!), Rows(Load(200, 0.3, 6).Test!));
        Assert.NotEqual(Enumerable.Range(0, 60), Rows(Load(200, 0.3, 5).Test!));
    }

    [Fact]
    public void Load_ClassThatIsHeldOutAltogether_KeepsItsPlace()
    {
        var csv = "a,label\n" + string.Concat(Enumerable.Range(0, 4).Select(i => $"{i},c{i}\n"));
        var data = TrainingData.Load(Request(csv) with { Test = new HeldOutRows(0.5) });
        Assert.Equal(["c0", "c1", "c2", "c3"], data.Train.ClassNames);
        Assert.Equal(Rows(data.Test!), data.Test!.Labels.ToArray());
    }

    [Fact]
    public void Load_OneRow_CannotBeDivided()
    {
        var request = Request("a,label\n1,5\n") with { Test = new HeldOutRows(0.5), Targets = TargetPreference.Values };
        AssertFileFault(LoadFault(request), "data.csv", "one row", "at least two");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-0.2)]
    [InlineData(double.NaN)]
    public void Create_FractionOutOfRange_IsRefused(double fraction) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new HeldOutRows(fraction));
}
