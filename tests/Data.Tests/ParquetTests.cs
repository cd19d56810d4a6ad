using Granary.Data.Encodings;
using Granary.Data.Sources;
using ParquetSharp;

namespace Granary.Data.Tests;

/// <summary>Files that another library has written.</summary>
public class ParquetTests : DataFiles
{
    private const int Rows = 60;

    [Fact]
    public void Load_ColumnsOfAllTypes_AreRead()
    {
        var data = LoadFile(WriteTypes(Compression.Snappy, rowGroups: 1));

        Assert.Equal(
            [
                typeof(NumberEncoding), typeof(NumberEncoding), typeof(NumberEncoding), typeof(NumberEncoding), typeof(NumberEncoding), typeof(CategoryEncoding),
                typeof(DateEncoding), typeof(DateEncoding),
            ],
            data.Encodings.Columns.Select(e => e.GetType()));
        Assert.Equal(
            ["int", "double", "double missing", "float", "decimal", "bool", "text=blue", "text=red", "text missing"], data.Train.FeatureNames.Take(9));
        Assert.Equal(["0", "1"], data.Train.ClassNames);
        Assert.Equal([1f, 0, 0, 0, 1, 0], Feature(data, "double missing").Take(6));
        Assert.Equal([1f, 0, 1, 0, 1, 0], Feature(data, "bool").Take(6));
        Assert.Equal("yyyy-M-d'T'H:mm:ss", ((DateEncoding)data.Encodings.Columns[6]).Format);
    }

    [Theory]
    [InlineData(Compression.Uncompressed, 1)]
    [InlineData(Compression.Gzip, 3)]
    [InlineData(Compression.Zstd, 2)]
    [InlineData(Compression.Brotli, 1)]
    [InlineData(Compression.Lz4, 1)]
    public void Load_OtherCompressionsAndRowGroups_GiveTheSameData(Compression compression, int rowGroups) =>
        Assert.Equal(LoadFile(WriteTypes(Compression.Snappy, 1)).Hash, LoadFile(WriteTypes(compression, rowGroups)).Hash);

    // Written by a library that shares no code with the one that reads.
    [Fact]
    public async Task Load_FileOfAnotherLibrary_IsRead()
    {
        var path = Path.Combine(Folder, "other.parquet");
        var rows = Enumerable.Range(0, 40).Select(i => new Row { A = i % 4 == 0 ? null : i * 0.5, Colour = i % 3 == 0 ? "red" : "blue", Label = i % 2 == 0 });
        await using (var file = File.Create(path))
        {
            await global::Parquet.Serialization.ParquetSerializer.SerializeAsync(rows, file);
        }

        var data = LoadFile(path, "Label");

        Assert.Equal(["A", "A missing", "Colour=red"], data.Train.FeatureNames);
        Assert.Equal(["false", "true"], data.Train.ClassNames);
        Assert.Equal([1f, 0, 0, 0, 1], Feature(data, "A missing").Take(5));
    }

    [Fact]
    public void Load_ListsInAColumn_AreLeftOutAndTold()
    {
        var path = Path.Combine(Folder, "lists.parquet");
        using (var writer = new ParquetFileWriter(path, [new Column<int[]>("list"), new Column<int>("a"), new Column<string>("label")]))
        {
            using var group = writer.AppendRowGroup();
            using (var list = group.NextColumn().LogicalWriter<int[]>())
            {
                list.WriteBatch([[1, 2], [3], []]);
            }

            Add(group, [1, 2, 3]);
            Add(group, ["x", "y", "x"]);
            writer.Close();
        }

        var data = LoadFile(path);

        Assert.Equal(["a"], data.Train.FeatureNames);
        Assert.Contains(data.Notes, n => n.StartsWith("column list", StringComparison.Ordinal) && n.Contains("ignored", StringComparison.Ordinal));
    }

    [Fact]
    public void Load_GzipAroundIt_IsRead()
    {
        var path = WriteTypes(Compression.Snappy, 1);
        Assert.Equal(LoadFile(path).Hash, LoadFile(Write("rows.gz", Gzip(File.ReadAllBytes(path)))).Hash);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(100)]
    [InlineData(-1)]
    [InlineData(-20)]
    public void Load_FileThatIsCutOff_SaysSo(int length)
    {
        var bytes = File.ReadAllBytes(WriteTypes(Compression.Snappy, 1));
        var cut = bytes[..(length < 0 ? bytes.Length + length : length)];
        AssertFileFault(Fault(() => LoadFile(Write("cut.parquet", cut))), "cut.parquet", "no whole Parquet file", "Get the file again");
    }

    private static TrainingData LoadFile(string path, string label = "label") =>
        TrainingData.Load(new DataRequest(new TableSource(path)) { Labels = [label] });

    private static IEnumerable<float> Feature(TrainingData data, string name)
    {
        var at = data.Train.FeatureNames.ToList().IndexOf(name);
        return Enumerable.Range(0, data.Train.Rows).Select(r => data.Train.Row(r)[at]);
    }

    private string WriteTypes(Compression compression, int rowGroups)
    {
        var path = Path.Combine(Folder, $"{compression}-{rowGroups}.parquet");
        Column[] columns =
        [
            new Column<int>("int"), new Column<double?>("double"), new Column<float>("float"), new Column<decimal>("decimal", LogicalType.Decimal(20, 3)),
            new Column<bool>("bool"), new Column<string>("text"), new Column<DateTime>("moment"), new Column<Date>("day"), new Column<long>("label"),
        ];
        using var writer = new ParquetFileWriter(path, columns, compression);
        var each = Rows / rowGroups;
        for (var first = 0; first < Rows; first += each)
        {
            var rows = Enumerable.Range(first, each).ToArray();
            using var group = writer.AppendRowGroup();
            Add(group, [.. rows.Select(r => r * r)]);
            Add<double?>(group, [.. rows.Select(r => r % 4 == 0 ? (double?)null : r * 0.1)]);
            Add(group, [.. rows.Select(r => r * 0.5f)]);
            Add(group, [.. rows.Select(r => r / 8m)]);
            Add(group, [.. rows.Select(r => r % 2 == 0)]);
            Add<string?>(group, [.. rows.Select(r => r % 5 == 0 ? null : r % 3 == 0 ? "red" : "blue")]);
            Add(group, [.. rows.Select(r => new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Unspecified).AddHours(7 * r))]);
            Add(group, [.. rows.Select(r => new Date(2024, (r % 12) + 1, 5))]);
            Add(group, [.. rows.Select(r => r % 2L)]);
        }

        writer.Close();
        return path;
    }

    private sealed class Row
    {
        public double? A { get; set; }

        public string? Colour { get; set; }

        public bool Label { get; set; }
    }

    private static void Add<T>(RowGroupWriter group, T[] values)
    {
        using var column = group.NextColumn().LogicalWriter<T>();
        column.WriteBatch(values);
    }
}
