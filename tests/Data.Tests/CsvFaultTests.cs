using System.Text;
using Granary.Data.Columns;
using Granary.Data.Csv.Dialects;
using Granary.Data.Faults;
using Granary.Data.Records;
using Granary.Data.Sources;
using Granary.Data.Values;

namespace Granary.Data.Tests;

public class CsvFaultTests : DataFiles
{
    private const string File = "data.csv";

    [Fact]
    public void Load_EmptyFile_SaysSo() => AssertFileFault(CsvFault(""), File, "The file is empty", Folder);

    [Fact]
    public void Load_BlankLinesOnly_SaysSo() => AssertFileFault(CsvFault("\n \r\n"), File, "blank lines only");

    [Fact]
    public void Load_HeaderOnly_SaysSo() => AssertFileFault(CsvFault("a,label\n"), File, "no rows", "header only");

    [Fact]
    public void Load_DuplicateNames_NamesBothColumns() =>
        AssertFault(CsvFault("a,b,label,a\n1,2,x,3\n"), File, 1, 4, "\"a\"", "column 1 too");

    [Fact]
    public void Load_ColumnWithoutName_IsIgnoredAndTold()
    {
        var data = Load(",a,label\n0,1,x\n1,2,y\n");
        Assert.Equal(["a"], data.Train.FeatureNames);
        Assert.Equal(["column 1 ignored: it has no name"], data.Notes);
    }

    [Fact]
    public void Load_LabelNotThere_SuggestsTheNearestAndListsTheColumns()
    {
        var fault = CsvFault("\n\na,Lable,b\n1,x,2\n");
        AssertFault(fault, File, 3, null, "no column \"label\"", "Did you mean \"Lable\"?", "\"a\", \"Lable\", \"b\"");
    }

    [Fact]
    public void Load_LabelNotThereAndNothingNear_SuggestsNothing()
    {
        var fault = CsvFault("apples,pears\n1,2\n");
        AssertFault(fault, File, 1, null, "no column \"label\"", "\"apples\", \"pears\"");
        Assert.DoesNotContain("Did you mean", fault.Message);
    }

    [Fact]
    public void Load_LabelNotThereAmongManyColumns_ListsTheFirst()
    {
        var names = string.Join(',', Enumerable.Range(0, 30).Select(c => $"column{c}"));
        AssertFault(CsvFault(names + "\n"), File, 1, null, "\"column19\" and 10 more");
    }

    [Theory]
    [InlineData("1,2,3\n4,5,6\n")]
    [InlineData("7,0,0.5\n1,0,0\n")]
    public void Load_NoHeaderAndALabelByName_ListsTheNamesThatThereAre(string csv) =>
        AssertFault(CsvFault(csv), File, 1, null, "no column \"label\"", "\"c1\", \"c2\", \"c3\"", "without a header");

    [Fact]
    public void Load_NumbersAsNames_AreAllowed()
    {
        var data = TrainingData.Load(Plain(Csv("0,1,2\n5,6,x\n7,8,y\n"), "2"));
        Assert.Equal(["0", "1"], data.Train.FeatureNames);
    }

    [Fact]
    public void Load_LabelColumnOnly_SaysSo() => AssertFault(CsvFault("label\nx\ny\n"), File, 1, null, "no feature column");

    [Fact]
    public void Load_WithoutLabelName_SaysSo() =>
        AssertFileFault(LoadFault(Request("a,b\n1,2\n") with { Labels = [] }), File, "label's column is not given");

    [Fact]
    public void Load_FeatureNotThere_SuggestsTheNearest()
    {
        var fault = LoadFault(Request("width,height,label\n1,2,x\n") with { Features = ["width", "heigth"] });
        AssertFault(fault, File, 1, null, "no column \"heigth\"", "Did you mean \"height\"?", "\"width\", \"height\", \"label\"");
    }

    [Fact]
    public void Load_LabelAmongFeatures_SaysSo() =>
        AssertFault(
            LoadFault(Request("a,label\n1,2\n") with { Features = ["a", "label"] }), File, 1, 2, "\"label\" is the label");

    [Fact]
    public void Load_FeatureListedTwice_SaysSo() =>
        AssertFault(
            LoadFault(Request("a,label\n1,2\n") with { Features = ["a", "a"] }), File, 1, 1, "\"a\" is listed twice");

    [Fact]
    public void Load_EmptyListOfFeatures_SaysSo() =>
        AssertFault(LoadFault(Request("a,label\n1,2\n") with { Features = [] }), File, 1, null, "no feature column");

    [Theory]
    [InlineData("a,label\n1,x\n2\n3,y\n", 1)]
    [InlineData("a,label\n1,x\n2,x,7\n3,y\n", 3)]
    public void Load_RaggedRow_SaysHowManyFields(string csv, int found) =>
        AssertFault(CsvFault(csv), File, 3, null, $"Found {found} fields, expected 2");

    [Fact]
    public void Load_TextForANumber_SaysLineColumnNameAndText() =>
        AssertFault(CsvFault("a,b,label\n1,2,x\n1,two,y\n"), File, 3, 2, "\"two\"", "\"b\"", "expected a number");

    [Fact]
    public void Load_DecimalCommaAmongPoints_IsNeverTakenForThousands() => AssertFault(
        CsvFault("a,b,label\n1.5,2.5,x\n1,\"1,5\",y\n"), File, 3, 2, "\"1,5\"", "'.' as their decimal mark", "\"decimal\"");

    [Theory]
    [InlineData("Infinity")]
    [InlineData("-Infinity")]
    [InlineData("1e39")]
    public void Load_NotFinite_SaysLineAndColumn(string text) =>
        AssertFault(CsvFault($"a,b,label\n1,2,x\n1,{text},y\n"), File, 3, 2, $"\"{text}\"", "finite number", "3.4e+38");

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("\"\"")]
    public void Load_EmptyField_SaysLineAndColumn(string text) =>
        AssertFault(CsvFault($"a,b,label\n1,2,x\n1,{text},y\n"), File, 3, 2, "\"b\" is empty");

    [Fact]
    public void Load_MissingNumberThatMayNotBe_SaysLineAndColumn() =>
        AssertFault(CsvFault("a,b,label\n1,2,x\n1,NaN,y\n"), File, 3, 2, "\"NaN\"", "\"b\"", "expected a number");

    [Fact]
    public void Load_RowsWithoutLabel_AreLeftOutAndTold()
    {
        var data = Load("a,label\n1,x\n2,\n3,y\n4, \n");
        Assert.Equal([1f, 3], data.Train.Features.Span.ToArray());
        Assert.Equal(["2 rows left out: no label"], data.Notes);
    }

    [Fact]
    public void Load_NoRowWithALabel_SaysSo() => AssertFileFault(CsvFault("a,label\n1,\n2,\n"), File, "None of the 2 rows has a label");

    [Fact]
    public void Load_NotFiniteLabel_IsAFaultAtEachRow()
    {
        var exception = Assert.Throws<DataException>(() => Load("a,label\n1,x\n2,NaN\n3,y\n4,NaN\n"));
        Assert.Equal([3, 5], exception.Faults.Select(f => f.Line!.Value));
        Assert.All(exception.Faults, f => AssertFault(f, File, f.Line, 2, "\"NaN\"", "finite"));
    }

    [Fact]
    public void Load_OneClassOnly_NamesIt() =>
        AssertFault(CsvFault("a,label\n1,x\n2,x\n"), File, null, 2, "Every label is \"x\"", "two classes");

    [Theory]
    [InlineData("a,label\n1,x\n\"2,y\n3,x\n")]
    [InlineData("a,label\n1,x\n\"2\"1,y\n")]
    [InlineData("a,label\n1,x\n2,\"y\"1,\n")]
    [InlineData("a,label\n1,x\n2\",y\n")]
    public void Load_WrongQuotes_SaysWhereTheRecordStarts(string csv)
    {
        var faults = Assert.Throws<DataException>(() => Load(csv)).Faults;
        Assert.Equal(3, Assert.Single(faults).Line);
    }

    [Fact]
    public void Load_WrongQuotesInAField_SaysColumn() =>
        AssertFault(CsvFault("a,b,label\n1,2,x\n1,2,y\"\n"), File, 3, 3, "quotes are wrong");

    [Fact]
    public void Load_WrongQuotesInHeader_SaysSo() =>
        AssertFault(CsvFault("a,b\"c\",label\n1,2,x\n"), File, 1, null, "quotes are wrong");

    [Fact]
    public void Load_QuoteNeverClosedInALongFile_StopsEarly()
    {
        var rows = new StringBuilder("a,label\n1,x\n2,\"y\n");
        for (var r = 0; r < 300_000; r++)
        {
            rows.Append("3,x\n");
        }

        AssertFault(CsvFault(rows.ToString()), File, 3, null, "1000000 characters", "never closed");
    }

    [Fact]
    public void Load_LineWithoutEnd_IsRefused()
    {
        var line = string.Concat(Enumerable.Repeat("123456789,", 3_000_000));
        AssertFileFault(CsvFault("a,label\n" + line), File, "A line has more than 16777216 characters");
    }

    [Fact]
    public void Load_TwoEncodings_IsRefusedRatherThanMisread()
    {
        var path = Write(File, [.. Encoding.UTF8.GetBytes("a,label\n1,éèà\n2,"), .. Encoding.Latin1.GetBytes("è\n")]);
        var request = new DataRequest(new TableSource(path)) { Labels = ["label"] };
        AssertFault(LoadFault(request), File, 3, 2, "not text in one encoding", "UTF-8");
    }

    [Fact]
    public void Load_BinaryFile_AsksWhetherItIsCsv()
    {
        var idx = Write("images", IdxBytes([3, 2, 2], new byte[12]));
        var fault = LoadFault(new DataRequest(new TableSource(idx)) { Labels = ["label"] });
        AssertFault(fault, "images", 1, 1, "Is this a CSV file?");
    }

    [Fact]
    public void Load_FaultAfterBlankLinesAndQuotedLineEnds_CountsPhysicalLines()
    {
        const string Csv = "a,\"la\r\nbel\"\r\n\r\n1,\"x\nx\"\r\n2,\"y\r\n\r\ny\"\r\ntwo,z\r\n";
        var fault = LoadFault(Request(Csv) with { Labels = ["la\r\nbel"] });
        AssertFault(fault, File, 9, 1, "\"two\"");
    }

    [Fact]
    public void Load_ManyFaults_ListsTheFirstAndCountsTheRest()
    {
        var exception = Assert.Throws<DataException>(() => Load("a,label\n" + string.Concat(Enumerable.Repeat("?,x\n", 27))));
        Assert.Equal(Enumerable.Range(2, 20), exception.Faults.Select(f => f.Line!.Value));
        Assert.Equal(7, exception.More);
        Assert.EndsWith("\nand 7 more", exception.Message);
        Assert.Contains("data.csv, line 2, column 1: Found \"?\"", exception.Message);
    }

    [Fact]
    public void Load_FaultsEverywhere_StopsReading()
    {
        var exception = Assert.Throws<DataException>(() => Load("a,label\n" + string.Concat(Enumerable.Repeat("?,x\n", 5000))));
        Assert.Equal(980, exception.More);
        Assert.EndsWith("and 980 more; reading stopped there", exception.Message);
    }

    [Fact]
    public void Load_FaultsOfSeveralKinds_AreOneList()
    {
        var exception = Assert.Throws<DataException>(() => Load("a,b,label\n1,two,x\n1\n,2,z\n1,2,y\n"));
        Assert.Equal([(2, 2), (3, null), (4, 1)], exception.Faults.Select(f => (f.Line!.Value, f.Column)));
    }

    [Fact]
    public void Read_MoreValuesThanABufferHolds_IsRefused()
    {
        var faults = new FaultList();
        var source = Csv("a,b,label\n1,2,x\n3,4,y\n5,6,z\n");
        var dialect = new CsvDialect(TextEncoding.Utf8, ',', NumberForm.Plain, HasHeader: true, LinesBefore: 0);
        var layout = new RecordLayout(["label"], null, (_, _) => new ColumnReading(true, 0, false, 0));
        new TableFile(source.Path, TableFormat.Csv, dialect, []).Read(faults, records => RecordTableReader.Read(records, layout, faults, maxValues: 5));
        var fault = Assert.Single(Assert.Throws<DataException>(faults.ThrowIfAny).Faults);
        AssertFault(fault, File, 4, null, "at most 5 features", "2 rows of 2");
    }

    [Fact]
    public void Load_LongOrUnprintableText_IsShownShortAndPrintable()
    {
        AssertFault(CsvFault($"a,label\n{new string('w', 500)},x\n"), File, 2, 1, "\"" + new string('w', 40) + "...\"");
        AssertFault(CsvFault("a,label\n\u001B[31m,x\n"), File, 2, 1, "\".[31m\"");
    }
}
