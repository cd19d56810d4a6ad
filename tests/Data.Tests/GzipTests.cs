using System.Text;
using Granary.Data.Sources;

namespace Granary.Data.Tests;

public class GzipTests : DataFiles
{
    private static readonly string Text =
        "a,label\n" + string.Concat(Enumerable.Range(0, 500).Select(i => $"{i * 7 % 251},c{i % 2}\n"));

    private TrainingData LoadFile(string name, byte[] content) =>
        TrainingData.Load(Plain(new TableSource(Write(name, content)), "label"));

    [Theory]
    [InlineData("data.csv.gz")]
    [InlineData("data.CSV.GZ")]
    [InlineData("data.csv")]
    public void Load_Gzip_IsKnownByItsContent(string name)
    {
        var data = LoadFile(name, Gzip(Text));
        Assert.Equal(Load(Text).Train.Features.Span.ToArray(), data.Train.Features.Span.ToArray());
    }

    [Fact]
    public void Load_NamedGzipButPlain_SaysSo() =>
        AssertFileFault(Fault(() => LoadFile("data.gz", Encoding.UTF8.GetBytes(Text))), "data.gz", "ends in .gz", "1F 8B");

    [Fact]
    public void Load_GzipCutOffAnywhere_IsAFault()
    {
        var whole = Gzip(Text);
        for (var length = 2; length < whole.Length; length++)
        {
            var fault = Fault(() => LoadFile("data.csv", whole[..length]));
            AssertFileFault(fault, "data.csv", "Get the file again");
        }
    }

    [Fact]
    public void Load_GzipCutOff_SaysWhyItCannotBeWhole()
    {
        AssertFileFault(Fault(() => LoadFile("data.csv", Gzip(Text)[..10])), "data.csv", "ends too early", "found 10 bytes");
        var cut = Gzip(Text)[..^20];
        AssertFileFault(Fault(() => LoadFile("data.csv", cut)), "data.csv", "ends too early", $"{cut.Length} bytes cannot hold");
    }

    [Fact]
    public void Load_GzipWhoseLengthIsNotItsContents_SaysBoth()
    {
        var fault = Fault(() => LoadFile("data.csv", [.. Gzip(Text), .. Gzip("9,c0\n")]));
        AssertFileFault(fault, "data.csv", $"found {Text.Length + 5} bytes", "expected 5", "in one piece");
    }

    [Fact]
    public void Load_DamagedGzip_SaysSo()
    {
        var bytes = Gzip(Text);
        bytes[bytes.Length / 2] ^= 0x55;
        AssertFileFault(Fault(() => LoadFile("data.csv", bytes)), "data.csv", "damaged");
    }

    [Fact]
    public void Load_GzipOfNothing_SaysSo()
    {
        byte[] nothing = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        AssertFileFault(Fault(() => LoadFile("data.csv", nothing)), "data.csv", "blank lines only");
    }

    [Fact]
    public void Load_GzipOfIdx_IsRead()
    {
        var plain = Idx(3, 1, 3);
        var source = new ArraySource(
            Write("images.gz", Gzip(File.ReadAllBytes(plain.Images))), Write("labels.gz", Gzip(File.ReadAllBytes(plain.Labels))));
        var data = TrainingData.Load(new DataRequest(source));
        Assert.Equal(Enumerable.Range(0, 12).Select(i => (float)i), data.Train.Features.Span.ToArray());
        Assert.Equal([1, 0, 1], data.Train.Labels.ToArray());
    }

    [Fact]
    public void Load_CutOffGzipOfIdx_BlamesTheCompression()
    {
        var plain = Idx([.. Enumerable.Range(0, 200).Select(i => (byte)i)]);
        var cut = Gzip(File.ReadAllBytes(plain.Images))[..^6];
        var source = plain with { Images = Write("images.gz", cut) };
        AssertFileFault(LoadFault(new DataRequest(source)), "images.gz", "gzip file ends too early");
    }
}
