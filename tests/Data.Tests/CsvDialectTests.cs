using System.Globalization;
using System.Text;
using Granary.Data.Csv.Dialects;
using Granary.Data.Faults;
using Granary.Data.Sources;
using Granary.Data.Splits;
using Granary.Data.Targets;
using Granary.Numerics.Datasets;

namespace Granary.Data.Tests;

/// <summary>Files that write a table in other ways than RFC 4180, commas and UTF-8.</summary>
public class CsvDialectTests : DataFiles
{
    private const string Rows = "a,b,label\n0.5,-1.25,no\n2,3e2,yes\n1,0.75,no\n";

    [Theory]
    [InlineData(Rows, null)]
    [InlineData("a;b;label\n0.5;-1.25;no\n2;3e2;yes\n1;0.75;no\n", "read with separator ';'")]
    [InlineData("a\tb\tlabel\n0.5\t-1.25\tno\n2\t3e2\tyes\n1\t0.75\tno\n", "read with separator tab")]
    [InlineData("a|b|label\n0.5|-1.25|no\n2|3e2|yes\n1|0.75|no\n", "read with separator '|'")]
    [InlineData("\"a\";\"b\";\"label\"\r\n0,5;-1,25;\"no\"\r\n2;3e2;\"yes\"\r\n1;0,75;\"no\"\r\n", "read with separator ';', decimal mark ','")]
    [InlineData("a,b,label\n\"0,5\",\"-1,25\",no\n2,\"300,0\",yes\n1,\"0,75\",no\n", "read with decimal mark ','")]
    [InlineData("a, b, label\n0.5, -1.25, no\n2, 3e2, \"yes\"\n 1 , 0.75 , no \n", null)]
    [InlineData("a,b,label,\n0.5,-1.25,no,\n2,3e2,yes,\n1,0.75,no,\n", "column 4 ignored: it has no name")]
    [InlineData("a,b,label\n0.5,-1.25,no,\n2,3e2,yes,\n1,0.75,no,\n", null)]
    [InlineData(",a,b,label\n0,0.5,-1.25,no\n1,2,3e2,yes\n2,1,0.75,no\n", "column 1 ignored: it has no name")]
    [InlineData("# measured in May\na,b,label\n0.5,-1.25,no\n2,3e2,yes\n1,0.75,no\n", "read with first line skipped")]
    [InlineData("Results\n\n# by us, all of them, \"really\", in May\na,b,label\n0.5,-1.25,no\n2,3e2,yes\n1,0.75,no\n", "read with first 3 lines skipped")]
    [InlineData("sep=;\na;b;label\n0.5;-1.25;no\n2;3e2;yes\n1;0.75;no\n", "read with separator ';', first line skipped")]
    public void Load_Dialect_GivesTheSameRowsAndIsTold(string csv, string? note)
    {
        var data = Load(csv);
        Assert.Equal(["a", "b"], data.Train.FeatureNames);
        Assert.Equal([0.5f, -1.25f, 2, 300, 1, 0.75f], data.Train.Features.Span.ToArray());
        Assert.Equal(["no", "yes"], data.Train.ClassNames);
        Assert.Equal([0, 1, 0], data.Train.Labels.ToArray());
        Assert.Equal(note is null ? [] : [note], data.Notes);
    }

    // A comma divides each of these as evenly as the semicolon does.
    [Theory]
    [InlineData("a;label\n", "0,5;x\n1,5;y\n", "a", "label")]
    [InlineData("a;k;label\n", "0,5;u;x\n1,5;v;y\n", "a", "label")]
    [InlineData("k;a;label\n", "u;0,5;x\nv;1,5;y\n", "a", "label")]
    [InlineData("", "0,5;u;x\n1,5;v;y\n", "c1", "c3")]
    [InlineData("", "u;x;0,5\nv;y;1,5\n", "c3", "c1")]
    [InlineData("a;label\n", "0,5;yes, sir\n1,5;no, sir\n", "a", "label")]
    public void Load_DecimalCommas_DoNotDivide(string header, string twoRows, string feature, string label)
    {
        foreach (var repeats in new[] { 1, 100 })
        {
            var csv = header + string.Concat(Enumerable.Repeat(twoRows, repeats));
            var data = TrainingData.Load(Plain(Csv(csv), label) with { Features = [feature] });
            Assert.Equal([0.5f, 1.5f], data.Train.Features.Span[..2].ToArray());
            Assert.Contains("separator ';', decimal mark ','", Assert.Single(data.Notes), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("0.5,-1.25,no\n2,3e2,yes\n1,0.75,no\n\n")]
    [InlineData("0.5, -1.25, no\n2, 3e2, yes\n1, 0.75, no\n")]
    public void Load_WithoutHeader_NamesColumnsByNumber(string csv)
    {
        var data = TrainingData.Load(Plain(Csv(csv), "c3"));
        Assert.Equal(["c1", "c2"], data.Train.FeatureNames);
        Assert.Equal([0.5f, -1.25f, 2, 300, 1, 0.75f], data.Train.Features.Span.ToArray());
        Assert.Equal(["read with no header: the columns are c1, c2, and so on"], data.Notes);
    }

    [Theory]
    [InlineData("5.1,3.5\n4.9,3.0\n", false)] // numbers where the others are numbers
    [InlineData("length,width\n4.9,3.0\n5.1,3.5\n", true)] // text above numbers
    [InlineData("red,x\nred,y\nblue,x\n", false)] // a value that occurs again
    [InlineData("colour,kind\nred,y\nblue,x\n", true)]
    [InlineData("id,id\n1,2\n3,4\n", false)] // a name twice
    [InlineData("a,b\n", true)]
    public void Load_Header_IsGuessedFromTheColumns(string csv, bool hasHeader)
    {
        var message = LoadFault(Request(csv) with { Labels = ["nothing"] }).Message;
        Assert.Equal(hasHeader, !message.Contains("The columns are: \"c1\", \"c2\"", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("a;label\n1.234,5;x\n12;y\n1.234.567;x\n", "'.'", 1234.5f, 12f, 1234567f)]
    [InlineData("a,label\n\"1,234.5\",x\n12,y\n\"1,234,567\",x\n", "','", 1234.5f, 12f, 1234567f)]
    [InlineData("a;label\n1 234,5;x\n12;y\n-1 234 567;x\n", "space", 1234.5f, 12f, -1234567f)]
    [InlineData("a;label\n1\u202F234,5;x\n12;y\n1\u202F234\u202F567;x\n", "space", 1234.5f, 12f, 1234567f)]
    [InlineData("a,label\n1'234.5,x\n12,y\n1'234'567,x\n", "apostrophe", 1234.5f, 12f, 1234567f)]
    public void Load_Thousands_AreReadAndTold(string csv, string mark, params float[] expected)
    {
        var data = Load(csv);
        Assert.Equal(expected, data.Train.Features.Span.ToArray());
        Assert.Contains($"thousands mark {mark}", Assert.Single(data.Notes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1,23")]
    [InlineData("1234,567")]
    [InlineData("1,2345")]
    [InlineData(",123")]
    [InlineData("1.5,123")]
    public void Load_WrongGroups_AreNoNumber(string text)
    {
        var request = Request($"a,label\n\"1,234.5\",x\n\"2,345.5\",y\n\"{text}\",x\n") with
        {
            Csv = new CsvOptions { DecimalMark = '.', ThousandsMark = ',' },
        };
        AssertFault(LoadFault(request), "data.csv", 4, 1, $"\"{text}\"", "expected a number");
    }

    [Theory]
    [InlineData("utf-8", false, null)]
    [InlineData("utf-8", true, null)]
    [InlineData("utf-16", true, "read with UTF-16")]
    [InlineData("utf-16", false, "read with UTF-16")]
    [InlineData("utf-16BE", true, "read with UTF-16")]
    [InlineData("utf-16BE", false, "read with UTF-16")]
    [InlineData("windows-1252", false, "read with Windows-1252")]
    public void Load_Encoding_KeepsNamesAndClasses(string name, bool hasMark, string? note)
    {
        var encoding = CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
        byte[] text = [.. hasMark ? encoding.GetPreamble() : [], .. encoding.GetBytes("größe,label\n1,für\n2,gegen\n3,für\n")];
        var data = Load(text);
        Assert.Equal(["größe"], data.Train.FeatureNames);
        Assert.Equal(["für", "gegen"], data.Train.ClassNames);
        Assert.Equal(note is null ? [] : [note], data.Notes);
    }

    [Fact]
    public void Load_OneLetterWithAnAccentFarDown_DecidesTheEncoding()
    {
        var rows = string.Concat(Enumerable.Range(0, 100_000).Select(r => $"{r},{(r % 2 == 0 ? "oui" : "non")}\n"));
        Assert.Equal(["non", "oui", "é"], Load(Encoding.Latin1.GetBytes($"a,label\n{rows}7,é\n")).Train.ClassNames);
    }

    [Theory]
    [InlineData("1,5;2\n2,5;3\n", "c2", "c1", ',', false)] // numbers with decimal commas, if nobody says otherwise
    [InlineData("x,y\n1,x\n2,y\n", "c2", null, null, false)] // a header, if nobody says otherwise
    [InlineData("5,6\n1,x\n2,y\n", "6", "5", null, true)]
    public void Load_Options_ComeBeforeGuesses(string csv, string label, string? feature, char? separator, bool header)
    {
        var request = Plain(Csv(csv), label) with { Csv = new CsvOptions { Separator = separator, Header = header } };
        try
        {
            Assert.Equal([feature ?? "none"], TrainingData.Load(request).Train.FeatureNames);
        }
        catch (DataException e) when (feature is null)
        {
            // Read as a row, the names are no numbers.
            Assert.Equal(1, Assert.Single(e.Faults).Line);
        }
    }

    [Fact]
    public void Load_DecimalMarkGiven_ReadsTheSameTextOtherwise()
    {
        var request = Request("a;label\n1.234;x\n5.678;y\n");
        Assert.Equal([1.234f, 5.678f], TrainingData.Load(request).Train.Features.Span.ToArray());
        var options = new CsvOptions { DecimalMark = ',', ThousandsMark = '.' };
        Assert.Equal([1234f, 5678f], TrainingData.Load(request with { Csv = options }).Train.Features.Span.ToArray());
    }

    [Fact]
    public void Load_TestSource_IsReadAsTheTrainingSource()
    {
        var train = Csv("a;label\n0,5;x\n1,5;y\n", "train.csv");
        var test = new OtherSource(Csv("a;label\n1;x\n", "test.csv"));
        var data = TrainingData.Load(Plain(train, "label") with { Test = test });
        Assert.Equal([1f], data.Test!.Features.Span.ToArray());
        Assert.Equal([2.5f], data.Encodings.ReadWithoutTargets(Csv("a\n2,5\n", "new.csv")).Features.Span.ToArray());
    }

    [Fact]
    public void Load_NumericLabelsWithDecimalCommas_AreValues()
    {
        var data = TrainingData.Load(Request("a;label\n1,5;2,5\n2,5;1.000,25\n3;4\n") with { Targets = TargetPreference.Values });
        Assert.Equal(TargetKind.Values, data.Train.Targets);
        Assert.Equal([2.5f, 1000.25f, 4f], data.Train.Values.ToArray());
    }

    [Fact]
    public void Load_QuotedLineBreaksAndSeparators_BelongToTheirField()
    {
        const string Notes = "1,\"seen twice,\nsecond line \"\"here\"\"\",x\n2,\"seen once;\n\nno; more\",y\n";
        var data = TrainingData.Load(Request("a,note,label\n" + Notes) with { Features = ["a"] });
        Assert.Equal([1f, 2f], data.Train.Features.Span.ToArray());
        Assert.Empty(data.Notes);
    }

    [Fact]
    public void Load_FaultBelowSkippedLines_SaysThePhysicalLine() =>
        AssertFault(CsvFault("# one\n# two\na,b,label\n1,2,x\n1,2,x\n2,two,y\n"), "data.csv", 6, 2, "\"two\"");

    [Fact]
    public void Load_HeaderThatLacksAName_IsNotTakenForATitle() =>
        Assert.All(Assert.Throws<DataException>(() => Load("a,label\n1,2,x\n3,4,y\n")).Faults, f => Assert.Contains("Found 3 fields, expected 2", f.Message));

    [Fact]
    public void Load_HeaderWithAHash_IsAHeader() => Assert.Equal(["#a"], Load("#a,label\n1,x\n2,y\n").Train.FeatureNames);

    [Fact]
    public void Load_RandomTables_AreReadBackWhateverTheDialect()
    {
        var random = new Random(7);
        for (var run = 0; run < 200; run++)
        {
            var separator = ",;\t|"[random.Next(4)];
            var mark = separator == ',' ? '.' : ".,"[random.Next(2)];
            var columns = random.Next(1, 6);
            var values = Enumerable.Range(0, 12 * columns).Select(_ => (float)Math.Round((random.NextDouble() * 200) - 100, 2)).ToArray();
            var lines = values.Select(v => v.ToString("0.00", CultureInfo.InvariantCulture).Replace('.', mark))
                .Chunk(columns)
                .Select((fields, r) => string.Join(separator, [.. fields, r % 3 == 0 ? "no" : "\"yes, sir; really\""]));
            var header = string.Join(separator, [.. Enumerable.Range(0, columns).Select(c => $"n{c}"), "label"]);
            var data = Load(string.Join('\n', lines.Prepend(header)));
            Assert.Equal(values, data.Train.Features.Span.ToArray());
            Assert.Equal(["no", "yes, sir; really"], data.Train.ClassNames);
        }
    }

    private TrainingData Load(byte[] csv) => TrainingData.Load(new DataRequest(new TableSource(Write("data.csv", csv))) { Labels = ["label"] });
}
