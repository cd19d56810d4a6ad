using Granary.Data.Csv.Dialects;
using Granary.Data.Encodings;
using Granary.Data.Sources;
using Granary.Data.Splits;
using Granary.Data.Surveys;
using Granary.Data.Targets;

namespace Granary.Data.Tests.Cases;

/// <summary>Tables as people have them: nothing is given but the labels.</summary>
public class FileCaseTests : DataFiles
{
    [Theory]
    [InlineData("semicolon-decimal-comma.csv", "class", "120 rows: measure a, measure b -> no, yes", "read with separator ';', decimal mark ','")]
    [InlineData("tabs.tsv", "y", "120 rows: a, b -> no, yes", "read with separator tab")]
    [InlineData("no-header.data", "c3", "120 rows: c1, c2 -> no, yes", "read with no header: the columns are c1, c2, and so on")]
    [InlineData("windows-1252.csv", "y", "120 rows: größe, b -> für, wider", "read with Windows-1252")]
    [InlineData("line-breaks-in-quotes.csv", "y", "120 rows: a, b -> no, yes", "column note ignored: it is the same in each row")]
    [InlineData("missing.csv", "y", "120 rows: a, a missing, b, b missing, colour=blue, colour=green, colour=red, colour missing -> no, yes", "")]
    [InlineData("trailing-separator.csv", "y", "120 rows: a, b -> no, yes", "column 4 ignored: it has no name")]
    [InlineData("boolean-and-date.csv", "y", "120 rows: a, member, day month, day day, day weekday, day seconds -> no, yes", "")]
    [InlineData("constant-and-id.csv", "y", "120 rows: a, b -> no, yes",
        "column id ignored: it has 120 different texts in 120 rows; column unit ignored: it is the same in each row")]
    [InlineData("spaces-and-question-marks.data", "c5",
        "160 rows: c1, c2=Private, c2=State-gov, c2 missing, c3=Bachelors, c3=HS-grad, c3=Masters, c4 -> <=50K, >50K",
        "read with no header: the columns are c1, c2, and so on")]
    [InlineData("house-prices.csv", "price", "240 rows: rooms, area, city=east, city=north, city=south -> values of price", "")]
    [InlineData("several-labels.csv", "is_hot|is_wet|is_loud", "120 rows: a, b -> yes or no for is_hot, is_wet, is_loud", "")]
    [InlineData("two-targets.csv", "sum|diff", "120 rows: a, b -> values of sum, diff", "")]
    [InlineData("imbalanced.csv", "y", "500 rows: a, b -> fine, fraud", "")]
    [InlineData("label-as-1.0.csv", "y", "120 rows: a, b -> 0, 1", "")]
    [InlineData("table.csv.zip", "y", "120 rows: a, b -> no, yes", "")]
    public void Load_Case_GivesTheRightOutcome(string file, string labels, string outcome, string notes)
    {
        var data = TrainingData.Load(new DataRequest(Source(file)) { Labels = labels.Split('|') });
        Assert.Empty(labels.Split('|').Except(DataSurvey.ColumnNames(Source(file), new CsvOptions())));
        Assert.Equal(outcome, Outcome.Of(data));
        Assert.Equal(notes, Outcome.NotesOf(data));
    }

    [Fact]
    public void Load_MissingNumbers_GetTheMedian()
    {
        var data = TrainingData.Load(new DataRequest(Source("missing.csv")) { Labels = ["y"] });
        var imputations = data.Encodings.Columns.OfType<NumberEncoding>().Select(e => e.Imputation).ToArray();
        Assert.Equal(2, imputations.Length);
        Assert.All(imputations, i => Assert.True(i.HasFeature && Math.Abs(i.Value) is > 0 and < 1));
    }

    [Fact]
    public void Load_TargetsOfDifferentSize_AreBothOfAboutOne()
    {
        var data = TrainingData.Load(new DataRequest(Source("two-targets.csv")) { Labels = ["sum", "diff"] });
        var scalings = Assert.IsType<ValueTargets>(data.Encodings.Targets).Scalings;
        Assert.InRange(scalings[0].Divisor / scalings[1].Divisor, 50, 500);
        Assert.All([0, 1], t => Assert.Equal(1, Enumerable.Range(0, 120).Average(r => Math.Pow(data.Train.Values[(2 * r) + t], 2)), 1e-5));
    }

    [Fact]
    public void Load_RareClassHeldOutByClass_IsInBothParts()
    {
        var data = TrainingData.Load(new DataRequest(Source("imbalanced.csv"))
        {
            Labels = ["y"],
            Test = new HeldOutRows(0.2) { By = HeldOutBy.Class },
            Seed = 3,
        });
        Assert.Equal(16, data.Train.Labels.ToArray().Count(c => c == 1));
        Assert.Equal(4, data.Test!.Labels.ToArray().Count(c => c == 1));
        Assert.Equal(100, data.Test.Rows);
    }

    [Fact]
    public void Load_SavedErrorPage_IsRefusedAsOne() => AssertFileFault(
        LoadFault(new DataRequest(Source("html-instead-of-gzip.gz")) { Labels = ["y"] }), "html-instead-of-gzip.gz", "web page");

    [Theory]
    [InlineData("page.csv", "  <HTML>\n<body>Sign in</body></HTML>", "web page")]
    [InlineData("plain.csv.gz", "a,y\n1,x\n2,z\n", "not gzip")]
    [InlineData("empty.csv", "", "empty")]
    [InlineData("blank.csv", "\n  \n\n", "blank lines only")]
    [InlineData("header.csv", "a,b,y\n", "no rows")]
    [InlineData("unlabelled.csv", "a,b,y\n1,2,\n2,3,\n", "None of the 2 rows has a label")]
    [InlineData("nothing.csv", "a,b,y\n1,7,x\n1,7,z\n", "No column is left to learn from")]
    public void Load_FileThatHoldsNoTable_IsRefusedWithTheReason(string file, string text, string reason) =>
        AssertFileFault(LoadFault(new DataRequest(Csv(text, file)) { Labels = ["y"] }), file, reason);

    [Theory]
    [InlineData("a,b,target\n1,2,x\n2,3,z\n", 1, null, "no column \"y\" for the label", "\"target\"")]
    [InlineData("a,b,Y\n1,2,x\n2,3,z\n", 1, null, "Did you mean \"Y\"?")]
    [InlineData("a,a,y\n1,2,x\n2,3,z\n", 1, 2, "column 1 too")]
    [InlineData("y\nx\nz\n", 1, null, "no feature column")]
    [InlineData("a,b,y\n1,2,x\n2,z\n3,4,x\n", 3, null, "Found 2 fields, expected 3")]
    [InlineData("a,b,y\n1,2,x\n2,3,z,4\n3,4,x\n", 3, null, "Found 4 fields, expected 3")]
    [InlineData("a,b,y\n1,2,x\n2,3,x\n", null, 3, "Every label is \"x\"")]
    [InlineData("a,b,y\n1,2,x\n2,5\" pipe,z\n", 3, 2, "quotes are wrong")]
    public void Load_TableThatCannotBeUsed_SaysWhereAndWhy(string text, int? line, int? column, params string[] words) =>
        AssertFault(LoadFault(new DataRequest(Csv(text)) { Labels = ["y"] }), "data.csv", line, column, words);

    [Theory]
    [InlineData("table.csv.gz")]
    [InlineData("table.csv")]
    public void Load_CompressedTable_IsReadWhateverItsName(string name)
    {
        var data = TrainingData.Load(new DataRequest(new TableSource(Write(name, Gzip("a;y\n1,5;x\n2,5;z\n")))) { Labels = ["y"] });
        Assert.Equal("2 rows: a -> x, z", Outcome.Of(data));
        Assert.Equal("read with separator ';', decimal mark ','", Outcome.NotesOf(data));
    }

    private static TableSource Source(string file) => new(Path.Combine(AppContext.BaseDirectory, "Cases", "Files", file));
}
