using System.IO.Compression;
using System.Text;
using Granary.Data.Faults;
using Granary.Data.Sources;

namespace Granary.Data.Tests;

/// <summary>Files that hold the data inside something else, whatever their names say.</summary>
public class ContainerTests : DataFiles
{
    private const string Rows = "a,label\n1,x\n2,y\n3,x\n";

    [Theory]
    [InlineData("table.csv.zip")]
    [InlineData("table.csv")]
    [InlineData("table.gz")]
    public void Load_Zip_IsReadAsTheOneFileInIt(string name)
    {
        var zip = Zip(("folder/", ""), ("folder/table.csv", Rows), ("__MACOSX/folder/._table.csv", "x"), ("folder/.DS_Store", "x"));
        Assert.Equal([1f, 2, 3], LoadFile(Write(name, zip)).Train.Features.Span.ToArray());
    }

    [Theory]
    [InlineData("table.csv")]
    [InlineData("table.zip")]
    public void Load_Gzip_IsKnownByItsContent(string name) =>
        Assert.Equal([1f, 2, 3], LoadFile(Write(name, Gzip(Rows))).Train.Features.Span.ToArray());

    [Fact]
    public void Load_IdxInZip_IsRead()
    {
        var plain = Idx(3, 1, 2);
        var zipped = new ArraySource(
            Write("images.zip", Zip(("images", File.ReadAllBytes(plain.Images)))),
            Write("labels.zip", Zip(("labels", File.ReadAllBytes(plain.Labels)))));
        Assert.Equal(TrainingData.Load(new DataRequest(plain)).Hash, TrainingData.Load(new DataRequest(zipped)).Hash);
    }

    [Fact]
    public void Load_ZipOfSeveralFiles_NamesThem() => AssertFileFault(
        LoadFileFault(Write("t.zip", Zip(("a.csv", Rows), ("b.csv", Rows)))), "t.zip", "holds 2 files", "\"a.csv\", \"b.csv\"");

    [Fact]
    public void Load_ZipOfNoFile_SaysSo() =>
        AssertFileFault(LoadFileFault(Write("t.zip", Zip(("folder/", "")))), "t.zip", "holds no file");

    [Fact]
    public void Load_DamagedZip_GivesTheSameDataOrAFault()
    {
        var zip = Zip(("a.csv", Rows + string.Concat(Enumerable.Range(0, 200).Select(r => $"{r},x\n"))));
        var intact = LoadFile(Write("t.zip", zip)).Hash;
        for (var at = 4; at < zip.Length; at++)
        {
            var damaged = (byte[])zip.Clone();
            damaged[at] ^= 0x15;
            var path = Write("t.zip", damaged);
            try
            {
                // A date or an attribute may differ, a number may not.
                Assert.Equal(intact, LoadFile(path).Hash);
            }
            catch (DataException e)
            {
                Assert.All(e.Faults, f => Assert.Equal(path, f.File));
            }
        }

        AssertFileFault(LoadFileFault(Write("t.zip", zip[..^30])), "t.zip", "zip file is damaged", "Get the file again");
    }

    [Theory]
    [InlineData("data.csv.gz", "<!DOCTYPE html>\n<html><body>Not found</body></html>")]
    [InlineData("data.csv", "\n  <html lang=\"en\">\n<head>")]
    public void Load_WebPage_SaysSo(string name, string content) =>
        AssertFileFault(LoadFileFault(Write(name, Encoding.UTF8.GetBytes(content))), name, "is a web page", "Get the file itself");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Load_Bomb_IsRefusedBeforeItFillsTheMemory(bool isZip)
    {
        var result = new MemoryStream();
        using (var archive = isZip ? new ZipArchive(result, ZipArchiveMode.Create, leaveOpen: true) : null)
        using (var stream = archive?.CreateEntry("a.csv").Open() ?? new GZipStream(result, CompressionLevel.Optimal, leaveOpen: true))
        {
            stream.Write("a,label\n"u8);
            var rows = Enumerable.Repeat((byte)'\n', 1_000_000).ToArray();
            for (var i = 0; i < 110; i++)
            {
                stream.Write(rows);
            }
        }

        var path = Write("bomb", result.ToArray());
        AssertFileFault(LoadFileFault(path), "bomb", "more than 500 times as many", "decompress it first");
    }

    private static TrainingData LoadFile(string path) => TrainingData.Load(Plain(new TableSource(path), "label"));

    private static DataFault LoadFileFault(string path) => Fault(() => LoadFile(path));

    private static byte[] Zip(params (string Name, string Text)[] entries) =>
        Zip([.. entries.Select(e => (e.Name, Encoding.UTF8.GetBytes(e.Text)))]);

    private static byte[] Zip(params (string Name, byte[] Content)[] entries)
    {
        var result = new MemoryStream();
        using (var archive = new ZipArchive(result, ZipArchiveMode.Create))
        {
            foreach (var (name, content) in entries)
            {
                using var stream = archive.CreateEntry(name).Open();
                stream.Write(content);
            }
        }

        return result.ToArray();
    }
}
