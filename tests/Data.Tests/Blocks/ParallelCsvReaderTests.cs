using System.Text;
using Granary.Data.Columns;
using Granary.Data.Csv;
using Granary.Data.Csv.Blocks;
using Granary.Data.Csv.Dialects;
using Granary.Data.Faults;
using Granary.Data.Records;
using Granary.Data.Tables;
using Granary.Data.Values;

namespace Granary.Data.Tests.Blocks;

/// <summary>Whatever the blocks are, the rows are those that the careful reader gives, or there are none.</summary>
public sealed class ParallelCsvReaderTests
{
    private const int Largest = 1 << 20;

    private static readonly CsvDialect Usual = new(TextEncoding.Utf8, ',', NumberForm.Plain, true, 0);

    public static TheoryData<string, string> Tables => new()
    {
        { "plain", "n,t,y\n1,a,p\n2,b,q\n3.5,a,p\n" },
        { "no line end at the end", "n,t,y\n1,a,p\n2,b,q" },
        { "CRLF", "n,t,y\r\n1,a,p\r\n2,b,q\r\n3,c,p\r\n" },
        { "blank lines", "n,t,y\n\n1,a,p\n\n  \n2,b,q\n\n" },
        { "spaces around fields", "n , t,y \n 1 , a ,p\n2,  b,q  \n" },
        { "missing", "n,t,y\n,a,p\nNA,,q\n3,?,p\n4,b,\n" },
        { "quotes", "n,t,y\n\"1\",\"a, or b\",p\n2,\"say \"\"hi\"\"\",q\n3,\"\",\"p\"\n" },
        { "line ends in quotes", "n,t,y\n1,\"a\nb\n\nc\",p\n2,\"d\r\ne\",q\n3,f,p\n" },
        { "a separator at each line's end", "n,t,y\n1,a,p,\n2,b,q,\n" },
        { "beyond ASCII", "n,t,y\n1,Zürich,p\n2,Genève,q\n3,東京,p\n4,🙂,q\n" },
        { "quotes in a column that is left out", "n,t,y,ignored\n1,a,p,\"x, y\"\n2,b,q,\"\"\n" },
        { "missing numbers of labels", "n,t,y\n1,a,p\n2,b,q\n3,c,\n" },
        { "a title", "People\nof 2020\nn,t,y\n1,a,p\n2,b,q\n" },
    };

    public static TheoryData<string, string> Odd => new()
    {
        { "a field too many", "n,t,y\n1,a,p\n2,b,q,r\n" },
        { "a field too few", "n,t,y\n1,a,p\n2,b\n" },
        { "no number", "n,t,y\n1,a,p\nx,b,q\n" },
        { "too large a number", "n,t,y\n1,a,p\n1e300,b,q\n" },
        { "a quote inside", "n,t,y\n1,5\" pipe,p\n2,b,q\n" },
        { "quotes inside of two rows in a column left out", "n,t,y,ignored\n1,a,p,5\" pipe\n2,b,q,6\" pipe\n3,c,p,x\n" },
        { "text behind a quoted field", "n,t,y\n1,\"a\"b,p\n2,b,q\n" },
        { "a quote that is never closed", "n,t,y\n1,a,p\n2,\"b,q\n3,c,p\n" },
        { "no rows", "n,t,y\n" },
        { "nothing", "\n\n" },
        { "no such column", "n,t\n1,a\n" },
    };

    [Theory]
    [MemberData(nameof(Tables))]
    public void Read_TableAsItShouldBe_GivesTheRowsOfTheCarefulReader(string what, string text)
    {
        var dialect = Usual with { LinesBefore = what == "a title" ? 2 : 0 };
        var expected = Describe(Careful(text, dialect));

        foreach (var block in Enumerable.Range(2, 60).Append(Largest))
        {
            // Where a record is longer than a block, there is nothing to compare.
            if (Fast(text, dialect, block) is { } table)
            {
                Assert.Equal(expected, Describe(table));
            }
        }

        Assert.Equal(expected, Describe(Fast(text, dialect, Largest)!));
    }

    [Theory]
    [MemberData(nameof(Odd))]
    public void Read_WhateverIsUnusual_IsLeftToTheCarefulReader(string what, string text)
    {
        Assert.NotEmpty(what);
        Assert.All(Enumerable.Range(2, 60).Append(Largest), block => Assert.Null(Fast(text, Usual, block)));
    }

    [Fact]
    public void Read_RandomTables_GivesTheRowsOfTheCarefulReader()
    {
        var (random, read) = (new Random(1), 0);
        for (var i = 0; i < 500; i++)
        {
            var text = RandomTable(random);
            if (Fast(text, Usual, random.Next(20, 400)) is { } table)
            {
                read++;
                Assert.Equal(Describe(Careful(text, Usual)), Describe(table));
            }
        }

        Assert.InRange(read, 200, 500);
    }

    [Fact]
    public void Read_WithAByteOrderMarkOrWindows1252_DecodesEachBlock()
    {
        var text = "n,t,y\n" + string.Concat(Enumerable.Range(0, 100).Select(i => $"{i},Zürich{i % 3},p\n"));
        var western = Usual with { Encoding = TextEncoding.Windows1252 };

        foreach (var (dialect, bytes) in new[]
        {
            (Usual, (byte[])[.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text)]),
            (western, TextEncodings.Of(TextEncoding.Windows1252).GetBytes(text)),
        })
        {
            var table = ParallelCsvReader.Read("file", new MemoryStream(bytes), dialect, Layout, int.MaxValue, blockBytes: 64);

            Assert.Equal(Describe(Careful(text, Usual)), Describe(table! with { Notes = [] }));
        }
    }

    [Fact]
    public void Read_MoreNumbersThanAreHeld_IsLeftToTheCarefulReader()
    {
        const string Text = "n,t,y\n1,a,p\n2,b,q\n3,a,p\n4,a,p\n";
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(Text));

        Assert.Null(ParallelCsvReader.Read("file", content, Usual, Layout, maxValues: 3, blockBytes: 14));
    }

    [Fact]
    public void Next_RecordLongerThanABlock_IsTold()
    {
        var blocks = new CsvBlocks(new MemoryStream(Encoding.ASCII.GetBytes("a,b\n" + new string('x', 100) + "\n")), blockBytes: 20);

        using var first = blocks.Next();

        Assert.Equal("a,b\n", Encoding.ASCII.GetString(first!.Content));
        Assert.Null(blocks.Next());
        Assert.True(blocks.HasLongRecord);
    }

    private static RecordLayout Layout => new(
        ["y"], null, (name, _) => name switch
        {
            "n" => new ColumnReading(true, 0, false, 0),
            "t" => ColumnReading.AnyText with { MostTexts = 40 },
            _ => null,
        });

    private static Table? Fast(string text, CsvDialect dialect, int block)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return ParallelCsvReader.Read("file", content, dialect, Layout, int.MaxValue, block);
    }

    private static Table Careful(string text, CsvDialect dialect)
    {
        var faults = new FaultList();
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
        using var records = CsvRecords.Open("file", content, dialect, faults);
        var table = RecordTableReader.Read(records!, Layout, faults);
        faults.ThrowIfAny();
        return table!;
    }

    private static string Describe(Table table)
    {
        var text = new StringBuilder($"{table.Rows} rows, {table.Unlabelled} left out, lines {string.Join(' ', table.Lines!)}, notes {string.Join(' ', table.Notes)}\n");
        foreach (var column in table.Columns.Concat(table.Labels))
        {
            text.Append(column.Name).Append(' ').Append(column.Column).Append(':');
            if (column is TextColumn { HasTooManyTexts: true })
            {
                text.Append("too many");
            }
            else
            {
                text.AppendJoin(' ', table.AllRows().Select(column.Show));
            }

            if (column is TextColumn texts)
            {
                text.AppendJoin(' ', texts.FirstLines).Append('|').AppendJoin('|', texts.Texts);
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    private static string RandomTable(Random random)
    {
        string[] fields = ["a", "b b", "\"c, d\"", "\"e\nf\"", "\"g\"\"h\"", "", " i ", "ü", "\"\""];
        var end = random.Next(2) == 0 ? "\n" : "\r\n";
        var text = new StringBuilder("n,t,y").Append(end);
        var kinds = random.Next(2, 50);
        for (var row = random.Next(1, 80); row > 0; row--)
        {
            var field = random.Next(20) == 0 ? $"text{random.Next(kinds)}" : fields[random.Next(fields.Length)];
            text.Append(random.Next(30) == 0 ? "" : $"{random.Next(-1000, 1000) / 8.0}").Append(',').Append(field).Append(",y").Append(random.Next(3)).Append(end);
            text.Append(random.Next(25) == 0 ? end : "");
        }

        return text.ToString();
    }
}
