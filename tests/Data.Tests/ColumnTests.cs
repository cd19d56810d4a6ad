using Granary.Data.Columns;
using Granary.Data.Encodings;
using Granary.Data.Scaling;
using Granary.Data.Sources;
using Granary.Data.Splits;

namespace Granary.Data.Tests;

public class ColumnTests : DataFiles
{
    [Fact]
    public void Load_MixedColumns_FindsTheirTypes()
    {
        var data = LoadGuessed("n,b,c,d,label\n1,yes,red,2024-01-31,x\n2,no,blue,2024-02-01,y\n3,yes,red,2024-03-05,x\n4,no,red,2024-03-06,y\n");
        Assert.Equal(
            [typeof(NumberEncoding), typeof(NumberEncoding), typeof(CategoryEncoding), typeof(DateEncoding)],
            data.Encodings.Columns.Select(e => e.GetType()));
        Assert.Equal(
            ["n", "b", "c=red", "d month", "d day", "d weekday", "d seconds"], data.Train.FeatureNames);
        Assert.Equal([1f, 0, 1, 0], Feature(data, "b"));
        Assert.Equal([1f, 0, 1, 1], Feature(data, "c=red"));
    }

    [Theory]
    [InlineData("", "  ", "NA", "?", "null", "NaN")]
    [InlineData("#N/A", "None", "...", "<NA>", "nan", "N/A")]
    public void Load_MissingNumbers_GetTheMedianAndAFeature(params string[] missing)
    {
        var numbers = Enumerable.Range(1, 5).Select(n => $"{n * n}").Concat(missing);
        var data = LoadGuessed("a,label\n" + string.Concat(numbers.Select((n, i) => $"{n},c{i % 2}\n")), Plainly);
        Assert.Equal(["a", "a missing"], data.Train.FeatureNames);
        Assert.Equal([1f, 4, 9, 16, 25, 9, 9, 9, 9, 9, 9], Feature(data, "a"));
        Assert.Equal([0f, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1], Feature(data, "a missing"));
    }

    [Theory]
    [InlineData(MissingPolicy.Median, 5f)]
    [InlineData(MissingPolicy.Mean, 6.5f)]
    public void Load_MissingOfAnEvenCount_GetsTheMiddleOfTwoOrTheMean(MissingPolicy policy, float expected)
    {
        var options = new ColumnOptions { Missing = policy, Scaling = FeatureScaling.None };
        var data = LoadGuessed("a,label\n1,x\n4,y\n6,x\n15,y\n,y\n", options);
        Assert.Equal([1f, 4, 6, 15, expected], Feature(data, "a"));
    }

    [Fact]
    public void Load_MissingInTestRowsOnly_HasNoFeatureOfItsOwn()
    {
        var data = LoadGuessed("a,label\n1,x\n3,y\n8,x\n", Plainly, Csv("a,label\n,x\n7,y\n", "test.csv"));
        Assert.Equal(["a"], data.Train.FeatureNames);
        Assert.Equal([3f, 7], data.Test!.Features.Span.ToArray());
    }

    [Fact]
    public void Load_MissingCategory_IsACategory()
    {
        var data = LoadGuessed("a,label\nred,x\n,y\nblue,x\nred,y\nNA,x\nblue,x\nred,x\n");
        Assert.Equal(["a=blue", "a=red", "a missing"], data.Train.FeatureNames);
        Assert.Equal([0f, 1, 0, 0, 0, 1, 1, 0, 0], data.Train.Features.Span[..9].ToArray());
    }

    [Fact]
    public void Load_UnseenCategory_GetsZerosAndIsTold()
    {
        const string Train = "a,label\nred,x\nblue,y\ngreen,x\nred,y\nblue,y\ngreen,y\nred,x\n";
        var data = LoadGuessed(Train, null, Csv("a,label\nviolet,x\n,y\nred,x\n", "test.csv"));
        Assert.Equal([0f, 0, 0, 0, 0, 0, 0, 0, 1], data.Test!.Features.Span.ToArray());
        Assert.Equal(["2 test rows have a a that no training row has"], data.Notes);
    }

    [Fact]
    public void Load_RareCategories_ShareTheLastFeature()
    {
        var rows = string.Concat(new[] { "a", "a", "a", "b", "b", "b", "c", "c", "d", "e" }.Select((c, i) => $"{c},c{i % 2}\n"));
        var data = LoadGuessed("k,label\n" + rows, new ColumnOptions { MaxCategories = 3 });
        Assert.Equal(["k=a", "k=b", "k: other"], data.Train.FeatureNames);
        Assert.Equal([0f, 0, 0, 0, 0, 0, 1, 1, 1, 1], Feature(data, "k: other"));
    }

    [Fact]
    public void Load_NumbersSaidToBeCategories_AreOneWhereTheyAreEqual()
    {
        var data = LoadGuessed("a,label\n1,x\n2,y\n1.0,x\n10,y\n", new ColumnOptions { Type = ColumnType.Category });
        Assert.Equal(["a=1", "a=2", "a=10"], data.Train.FeatureNames);
        Assert.Equal([1f, 0, 1, 0], Feature(data, "a=1"));
    }

    [Theory]
    [InlineData("2024-02-29", "2023-12-31", "d year|d month|d day|d weekday|d seconds", 4, 7)]
    [InlineData("29.02.2024", "31.12.2023", "d year|d month|d day|d weekday|d seconds", 4, 7)]
    [InlineData("02/29/2024", "12/31/2023", "d year|d month|d day|d weekday|d seconds", 4, 7)]
    [InlineData("29/02/2024", "31/12/2023", "d year|d month|d day|d weekday|d seconds", 4, 7)]
    [InlineData("2024-02-29 13:45", "2023-12-31 02:00", "d year|d month|d day|d weekday|d hour|d seconds", 4, 7)]
    [InlineData("2024-02-29T13:45:10Z", "2023-12-31T02:00:00Z", "d year|d month|d day|d weekday|d hour|d seconds", 4, 7)]
    [InlineData("29 Feb 2024", "31 Dec 2023", "d year|d month|d day|d weekday|d seconds", 4, 7)]
    public void Load_Dates_BecomeTheirParts(string first, string second, string names, int weekday, int otherWeekday)
    {
        // Two distinct dates in many rows would be categories if they were no dates.
        var data = LoadGuessed($"d,label\n{first},x\n{second},y\n{first},y\n{second},x\n");
        Assert.Equal(names.Split('|'), data.Train.FeatureNames);
        var encoding = Assert.IsType<DateEncoding>(Assert.Single(data.Encodings.Columns));
        var scaling = encoding.Parts.Single(p => p.Part == DatePart.Weekday).Scaling;
        Assert.Equal((weekday + otherWeekday) / 2.0, scaling.Offset);
    }

    [Fact]
    public void Load_DatesWhereDayAndMonthCouldBeEither_AreTold()
    {
        var data = LoadGuessed("d,label\n01/02/2024,x\n03/04/2024,y\n");
        Assert.Contains("dates of d read as M/d/yyyy", Assert.Single(data.Notes), StringComparison.Ordinal);
        var given = LoadGuessed("d,label\n01/02/2024,x\n03/04/2024,y\n", new ColumnOptions { Type = ColumnType.Date, DateFormat = "d/M/yyyy" }, column: "d");
        Assert.Empty(given.Notes);
        Assert.Equal(["d month", "d day", "d weekday", "d seconds"], given.Train.FeatureNames);
    }

    [Theory]
    [InlineData("a,u,label\n1,cm,x\n2,cm,y\n", "u", "the same in each row")]
    [InlineData("a,u,label\n1,7,x\n2,7,y\n", "u", "the same in each row")]
    [InlineData("a,u,label\n1,,x\n2,NA,y\n", "u", "empty")]
    [InlineData("a,u,label\n1,Ann,x\n2,Bob,y\n3,Cid,x\n", "u", "3 different texts in 3 rows")]
    [InlineData("a,PassengerId,label\n1,1,x\n2,2,y\n3,3,x\n", "PassengerId", "a number of its own in each row")]
    [InlineData("a,row_id,label\n1,17,x\n2,4,y\n3,9,x\n", "row_id", "a number of its own in each row")]
    public void Load_ColumnThatTellsNothing_IsIgnoredWithTheReason(string csv, string name, string reason)
    {
        var data = LoadGuessed(csv);
        Assert.Equal(["a"], data.Train.FeatureNames);
        Assert.Contains(reason, Assert.Single(data.Ignored, i => i.Name == name).Reason, StringComparison.Ordinal);
        Assert.Contains($"column {name} ignored: it ", Assert.Single(data.Notes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("paid,label\n1,x\n2,y\n3,x\n")]
    [InlineData("id,label\n1,x\n2,y\n2,x\n")]
    [InlineData("valid_id_share,label\n0.1,x\n0.2,y\n0.3,x\n")]
    public void Load_NameThatOnlyLooksLikeAnId_IsUsed(string csv) => Assert.Empty(LoadGuessed(csv).Ignored);

    [Fact]
    public void Load_NothingLeftToLearnFrom_SaysWhyOfEachColumn()
    {
        var fault = Fault(() => LoadGuessed("a,b,label\n1,x,x\n1,y,y\n"));
        AssertFileFault(fault, "data.csv", "\"a\" is the same in each row", "\"b\" has 2 different texts");
    }

    [Fact]
    public void Load_TypeGiven_ComesBeforeTheGuess()
    {
        var data = LoadGuessed("a,u,label\n1,Ann,x\n2,Bob,y\n", new ColumnOptions { Type = ColumnType.Category }, column: "u");
        Assert.Equal(["a", "u=Bob"], data.Train.FeatureNames);
        var ignored = LoadGuessed("a,u,label\n1,5,x\n2,9,y\n", new ColumnOptions { Type = ColumnType.Ignore }, column: "u");
        Assert.Equal(["a"], ignored.Train.FeatureNames);
        Assert.Empty(ignored.Notes);
    }

    [Fact]
    public void Load_ListedFeatures_AreUsedWhateverTheyHold()
    {
        var request = new DataRequest(Csv("id,u,empty,label\n1,cm,,x\n2,cm,,y\n3,cm,,x\n")) { Labels = ["label"], Features = ["id", "u", "empty"] };
        var data = TrainingData.Load(request);
        Assert.Equal(["id", "u=cm", "empty missing"], data.Train.FeatureNames);
        Assert.Empty(data.Ignored);
    }

    [Fact]
    public void Load_ColumnNamedThatIsNotThere_SuggestsTheNearest()
    {
        var fault = Fault(() => LoadGuessed("price,label\n1,x\n2,y\n", ColumnOptions.None, column: "prize"));
        AssertFault(fault, "data.csv", 1, null, "no column \"prize\" for \"columns\"", "Did you mean \"price\"");
    }

    [Fact]
    public void Load_OneWrongFieldAmongNumbers_IsAFaultAndNoCategory()
    {
        var rows = string.Concat(Enumerable.Range(0, 30).Select(i => $"{(i == 20 ? "12.l" : $"{i}")},c{i % 2}\n"));
        AssertFault(Fault(() => LoadGuessed("a,label\n" + rows)), "data.csv", 22, 1, "\"12.l\"", "expected a number", "\"columns\"");
    }

    [Fact]
    public void Load_NumbersMuchLargerThanTheirDifferences_KeepThem()
    {
        // As float32, which is 128 apart there, all of these would be the same.
        var data = LoadGuessed("t,label\n1700000000.25,x\n1700000001.5,y\n1700000004.75,x\n", new ColumnOptions { Scaling = FeatureScaling.MinMax }, column: "t");
        Assert.Equal([0f, 1.25f / 4.5f, 1], Feature(data, "t"));
    }

    [Fact]
    public void Load_TestFileWithOtherOrderAndFewerColumns_IsReadByName()
    {
        var data = LoadGuessed("a,u,c,label\n1,cm,red,x\n2,cm,blue,y\n3,cm,red,y\n4,cm,blue,y\n", null, Csv("label,c,a\nx,red,9\n", "test.csv"));
        Assert.Equal(2, data.Test!.FeatureCount);
        Assert.Equal(1f, data.Test.Features.Span[1]);
    }

    [Fact]
    public void Load_WordInABooleanColumnOfTheTestFile_IsAFault()
    {
        var test = Csv("a,b,label\n1,perhaps,x\n", "test.csv");
        var fault = Fault(() => LoadGuessed("a,b,label\n1,yes,x\n2,no,y\n3,no,y\n", null, test));
        AssertFault(fault, "test.csv", 2, 2, "\"perhaps\"", "expected yes or no");
    }

    [Fact]
    public void Load_DateOfAnotherFormInTheTestFile_IsAFaultThatShowsTheForm()
    {
        var test = Csv("d,label\n31.12.2024,x\n", "test.csv");
        var fault = Fault(() => LoadGuessed("d,label\n2024-01-01,x\n2024-05-06,y\n", null, test));
        AssertFault(fault, "test.csv", 2, 1, "\"31.12.2024\"", "a date like 1970-2-15 (yyyy-M-d)");
    }

    private static ColumnOptions Plainly { get; } = new() { Scaling = FeatureScaling.None };

    private TrainingData LoadGuessed(string csv, ColumnOptions? options = null, DataSource? test = null, string? column = null) =>
        TrainingData.Load(new DataRequest(Csv(csv))
        {
            Labels = ["label"],
            Columns = options is null
                ? new Dictionary<string, ColumnOptions>()
                : new Dictionary<string, ColumnOptions> { [column ?? csv[..csv.IndexOf(',')]] = options },
            Test = test is null ? null : new OtherSource(test),
        });

    private static float[] Feature(TrainingData data, string name)
    {
        var at = data.Train.FeatureNames.ToList().IndexOf(name);
        return [.. Enumerable.Range(0, data.Train.Rows).Select(r => data.Train.Row(r)[at])];
    }
}
