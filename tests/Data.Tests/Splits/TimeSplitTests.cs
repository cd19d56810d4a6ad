using System.Globalization;
using Granary.Data.Columns;
using Granary.Data.Splits;

namespace Granary.Data.Tests.Splits;

public class TimeSplitTests : SplitFiles
{
    private static readonly double[] Fractions = [0.001, 0.1, 0.2, 0.25, 1.0 / 3, 0.5, 0.7, 0.9, 0.999];

    [Fact]
    public void Load_ByTime_HoldsOutTheLastMomentsNearestToTheShare()
    {
        for (var seed = 0; seed < 25; seed++)
        {
            var random = new Random(seed);
            var moments = random.Next(2, 12);
            int[] times = [.. Enumerable.Range(0, random.Next(2, 40)).Select(_ => random.Next(moments)), -1];
            foreach (var fraction in Fractions)
            {
                var data = Divide(By(HeldOutBy.Time, fraction), seed, Texts(times));
                AssertParts(data, times.Length);
                AssertLast(data, times);
                var wanted = Wanted(times.Length, fraction);
                var nearest = times.Distinct().Where(t => t > times.Min()).Min(t => Math.Abs(times.Count(u => u >= t) - wanted));
                Assert.Equal(nearest, Math.Abs(data.Test!.Rows - wanted));
            }
        }
    }

    [Theory]
    [InlineData(2, 0.5, 1)]
    [InlineData(2, 0.999, 1)]
    [InlineData(3, 0.001, 1)]
    [InlineData(10, 0.25, 3)]
    [InlineData(100, 0.2, 20)]
    public void Load_DistinctTimes_HoldsOutTheRoundedCount(int rows, double fraction, int expected) => Assert.Equal(
        expected, Divide(By(HeldOutBy.Time, fraction), 1, Texts([.. Enumerable.Range(0, rows)])).Test!.Rows);

    [Theory]
    [InlineData("yyyy-MM-dd")]
    [InlineData("dd.MM.yyyy")]
    [InlineData("d-MMM-yyyy")]
    [InlineData("yyyy-MM-dd HH:mm:ss")]
    [InlineData("yyyy-MM-dd'T'HH:mm:ss'Z'")]
    [InlineData("yyyyMMdd")]
    public void Load_ByDates_SortsThemAsTimesNotAsTexts(string format)
    {
        int[] days = [.. Enumerable.Range(0, 90)];
        new Random(4).Shuffle(days);
        string[] texts = [.. days.Select(d => new DateTime(2023, 11, 20).AddDays(d).ToString(format, CultureInfo.InvariantCulture))];
        var data = Divide(By(HeldOutBy.Time, 0.2), 1, texts);
        Assert.Equal(18, data.Test!.Rows);
        AssertLast(data, days);
    }

    [Fact]
    public void Load_TimeZones_AreCompared()
    {
        var data = Divide(By(HeldOutBy.Time, 0.6), 1, ["2024-01-01T10:00:00+05:00", "2024-01-01T06:00:00Z", "2024-01-01T08:00:00+01:00"]);
        Assert.Equal([1, 2], Rows(data.Test!).Order());
    }

    [Fact]
    public void Load_Numbers_AreSortedAsNumbers()
    {
        string[] times = ["9", "10", "-3.5", "1e2", "9.25"];
        Assert.Equal([1, 3], Rows(Divide(By(HeldOutBy.Time, 0.4), 1, times).Test!));
    }

    [Fact]
    public void Load_ByTime_TheSeedDecidesNothing()
    {
        string[] times = Texts([.. Enumerable.Range(0, 30).Select(i => i * 7 % 30)]);
        Assert.Equal(Rows(Divide(By(HeldOutBy.Time, 0.2), 1, times).Test!), Rows(Divide(By(HeldOutBy.Time, 0.2), 2, times).Test!));
    }

    [Fact]
    public void Load_FormatGiven_IsHowTimesAreRead()
    {
        string[] times = ["01/02/2024", "02/01/2024", "03/01/2024", "04/01/2024"];
        var request = Table(times) with { Test = By(HeldOutBy.Time, 0.25) };
        var given = new Dictionary<string, ColumnOptions> { ["by"] = new() { Type = ColumnType.Date, DateFormat = "d/M/yyyy" } };
        Assert.Equal([3], Rows(TrainingData.Load(request).Test!));
        Assert.Equal([0], Rows(TrainingData.Load(request with { Columns = given }).Test!));
    }

    [Fact]
    public void Load_DatesWhereDayAndMonthCouldBeEither_AreTold()
    {
        var data = Divide(By(HeldOutBy.Time, 0.25), 1, ["01/02/2024", "02/01/2024", "03/01/2024", "04/01/2024"]);
        Assert.Contains("dates of by read as M/d/yyyy", Assert.Single(data.Notes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3, "yesterday", "2024-01-01", "yesterday", "2024-01-03")]
    [InlineData(4, "NA", "2024-01-01", "2024-01-02", "NA")]
    [InlineData(3, "13.01.2024", "2024-01-01", "13.01.2024", "2024-01-03")]
    [InlineData(4, "later", "1", "2", "later")]
    [InlineData(3, "NaN", "1", "NaN", "3")]
    [InlineData(3, "Infinity", "1", "Infinity", "3")]
    [InlineData(2, "soon", "soon", "later", "never")]
    public void Load_TimeThatCannotBeRead_IsAFaultAtItsLine(int line, string found, params string[] times) => AssertFault(
        LoadFault(Table(times) with { Test = By(HeldOutBy.Time, 0.5) }),
        "data.csv", line, 2, $"Found \"{found}\" for \"by\"", "dates in one form, or numbers");

    [Theory]
    [InlineData("2024", "2024", "2024")]
    [InlineData("5", "5.0", "5e0")]
    [InlineData("2024-01-01T10:00:00+05:00", "2024-01-01T05:00:00Z", "2024-01-01T06:00:00+01:00")]
    public void Load_OneTime_IsAFault(params string[] times) => AssertFault(
        LoadFault(Table(times) with { Test = By(HeldOutBy.Time, 0.5) }), "data.csv", null, 2, $"one time, \"{times[0]}\"", "at least two");

    [Fact]
    public void Load_RowWithoutATime_IsAFault() => AssertFault(
        LoadFault(Table(["1", "", "3"]) with { Test = By(HeldOutBy.Time, 0.5) }), "data.csv", 3, 2, "\"by\" is empty", "held out by it");

    private static string[] Texts(int[] times) => [.. times.Select(t => $"{t}")];

    private static void AssertLast(TrainingData data, int[] times) =>
        Assert.True(Rows(data.Train).Max(r => times[r]) < Rows(data.Test!).Min(r => times[r]));
}
