using System.Diagnostics;
using System.IO.Compression;
using Granary.Data.Faults;
using Granary.Data.Sources;
using ParquetSharp;
using Encoding = System.Text.Encoding;

namespace Granary.Data.Tests;

/// <summary>
/// Files changed at random are read, or refused with a fault; nothing else happens. <c>GRANARY_FUZZ_SECONDS</c> says how long each format
/// is tried, one second when it is not set.
/// </summary>
public class FuzzTests : DataFiles
{
    private const int MostChanges = 8;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan Time = TimeSpan.FromSeconds(
        int.TryParse(Environment.GetEnvironmentVariable("GRANARY_FUZZ_SECONDS"), out var seconds) ? seconds : 1);

    // What a change may put in: characters and numbers that mean something in one of the formats.
    private static readonly byte[][] Pieces =
    [
        [0], [0xFF], [0xFE, 0xFF], [0xEF, 0xBB, 0xBF], [0x1F, 0x8B], [0x7F, 0xFF, 0xFF, 0xFF], [0xFF, 0xFF, 0xFF, 0xFF],
        .. new[] { ",", ";", "\t", "|", "\"", "\"\"", "\n", "\r", "\r\n", "#", " ", ".", "-", "e9", "1e39", "NaN", "sep=", "é", "(", "'", "True", "99999999999" }
            .Select(Encoding.UTF8.GetBytes),
    ];

    public static TheoryData<string, byte[]> Csvs { get; } = new()
    {
        { "plain", "a,b,label\n0.5,-1.25,no\n2,3e2,yes\n1,0.75,no\n"u8.ToArray() },
        { "semicolons", "\"a\";\"b\";\"label\"\r\n0,5;-1.000,25;\"no\"\r\n2;3e2;\"yes\"\r\n"u8.ToArray() },
        { "quotes", "# title\n\na,note,label\n1,\"seen, \"\"twice\"\"\n;\",x\n2,,y\n"u8.ToArray() },
        { "Windows-1252", Encoding.Latin1.GetBytes("größe|label\n1|für\n2|gegen\n") },
        { "UTF-16", [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("a,label\n1,é\n2,è\n")] },
        { "JSON lines", "{\"a\": 1, \"b\": null, \"label\": \"x\"}\n\n{\"label\": \"y\", \"a\": -2.5e1, \"b\": true}\n"u8.ToArray() },
        { "gzip", Gzip("a,label\n1,x\n2,y\n3,x\n") },
        { "zip", Zip("a,label\n1,x\n2,y\n3,x\n") },
    };

    public static TheoryData<string, byte[]> Arrays { get; } = new()
    {
        { "IDX", IdxBytes([2, 2, 3], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]) },
        { "npy", [0x93, .. "NUMPY"u8, 1, 0, 0x36, 0, .. "{'descr': '<i2', 'fortran_order': True, 'shape': (2, 3), }"u8, .. new byte[8]] },
        { "gzip", Gzip(IdxBytes([2, 2], [1, 2, 3, 4])) },
    };

    [Theory]
    [MemberData(nameof(Csvs))]
    public void Load_ChangedCsv_IsReadOrRefused(string name, byte[] original) => Fuzz(name, original, path =>
    {
        TrainingData.Load(new DataRequest(new TableSource(path)) { Labels = ["label"], Features = ["a"] });
        TrainingData.Load(new DataRequest(new TableSource(path)) { Labels = ["c2"] });
    });

    [Theory]
    [InlineData("plain", Compression.Uncompressed)]
    [InlineData("Snappy", Compression.Snappy)]
    public void Load_ChangedParquet_IsReadOrRefused(string name, Compression compression)
    {
        var path = Path.Combine(Folder, "original");
        using (var writer = new ParquetFileWriter(path, [new Column<double?>("a"), new Column<string>("label")], compression))
        {
            using var group = writer.AppendRowGroup();
            using (var numbers = group.NextColumn().LogicalWriter<double?>())
            {
                numbers.WriteBatch([1.5, null, 3]);
            }

            using (var texts = group.NextColumn().LogicalWriter<string>())
            {
                texts.WriteBatch(["x", "y", "x"]);
            }

            writer.Close();
        }

        Fuzz(name, File.ReadAllBytes(path), file => TrainingData.Load(new DataRequest(new TableSource(file)) { Labels = ["label"] }));
    }

    [Theory]
    [MemberData(nameof(Arrays))]
    public void Load_ChangedArray_IsReadOrRefused(string name, byte[] original)
    {
        var labels = Write("labels", IdxBytes([2], [0, 1]));
        Fuzz(name, original, path => TrainingData.Load(new DataRequest(new ArraySource(path, labels))));
        Fuzz(name, original, path => TrainingData.Load(new DataRequest(new ArraySource(Idx(0, 1).Images, path)) { Labels = ["c1"] }));
    }

    private void Fuzz(string name, byte[] original, Action<string> load)
    {
        var start = Stopwatch.GetTimestamp();
        for (var seed = 0; Stopwatch.GetElapsedTime(start) < Time; seed++)
        {
            var path = Write("fuzzed", Change(original, new Random(seed)));
            var before = Stopwatch.GetTimestamp();
            try
            {
                load(path);
            }
            catch (DataException)
            {
                // Refused, as it should be.
            }
            catch (Exception e)
            {
                Assert.Fail($"{name}, seed {seed}: {e}");
            }

            Assert.True(Stopwatch.GetElapsedTime(before) < Patience, $"{name}, seed {seed}, took {Stopwatch.GetElapsedTime(before)}");
        }
    }

    private static byte[] Change(byte[] original, Random random)
    {
        var bytes = original.ToList();
        for (var changes = random.Next(1, MostChanges); changes > 0; changes--)
        {
            var at = random.Next(bytes.Count + 1);
            var length = random.Next(Math.Min(20, bytes.Count - at) + 1);
            switch (random.Next(5))
            {
                case 0 when at < bytes.Count:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes.InsertRange(at, Pieces[random.Next(Pieces.Length)]);
                    break;
                case 2:
                    bytes.RemoveRange(at, length);
                    break;
                case 3:
                    bytes.InsertRange(random.Next(bytes.Count + 1), bytes.GetRange(at, length));
                    break;
                case 4 when at < bytes.Count:
                    bytes[at] = (byte)random.Next(256);
                    break;
            }
        }

        return [.. bytes];
    }

    private static byte[] Zip(string text)
    {
        var result = new MemoryStream();
        using (var archive = new ZipArchive(result, ZipArchiveMode.Create))
        {
            using var stream = archive.CreateEntry("table.csv").Open();
            stream.Write(Encoding.UTF8.GetBytes(text));
        }

        return result.ToArray();
    }
}
