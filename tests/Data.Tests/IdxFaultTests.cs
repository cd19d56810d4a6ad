using System.Buffers.Binary;
using Granary.Data.Faults;
using Granary.Data.Sources;

namespace Granary.Data.Tests;

public class IdxFaultTests : DataFiles
{
    private DataFault ImagesFault(byte[] images) =>
        LoadFault(new DataRequest(Idx(0, 1) with { Images = Write("images", images) }));

    private DataFault LabelsFault(byte[] labels)
    {
        var images = Idx(0, 1).Images;
        return LoadFault(new DataRequest(new ArraySource(images, Write("labels", labels))));
    }

    [Fact]
    public void Load_SwappedFiles_GuessesSo()
    {
        var source = Idx(0, 1);
        var fault = LoadFault(new DataRequest(new ArraySource(source.Labels, source.Images)));
        AssertFileFault(fault, "images", "Found 4 numbers for each label", "\"c1\" to \"c4\"", "swapped?");
    }

    [Fact]
    public void Load_NotIdx_SaysTheMagicNumber()
    {
        var text = "hello, world"u8.ToArray();
        AssertFileFault(ImagesFault(text), "images", "68656C6C", "for example 00000803", "Is this a file of numbers?");
        AssertFileFault(LabelsFault(text), "labels", "68656C6C");
    }

    [Theory]
    [InlineData(0x0A)]
    [InlineData(0x07)]
    public void Load_UnknownType_SaysTheMagicNumber(byte type)
    {
        var bytes = IdxBytes([2, 2], new byte[4]);
        bytes[2] = type;
        AssertFileFault(ImagesFault(bytes), "images", $"Found 0000{type:X2}02", "08, 09, 0B, 0C, 0D or 0E");
    }

    [Fact]
    public void Load_NotFiniteNumbers_SayWhere()
    {
        byte[] Floats(int[] dimensions, params float[] values) => IdxNumbers(0x0D, dimensions, values, BinaryPrimitives.WriteSingleBigEndian);
        AssertFileFault(ImagesFault(Floats([2, 2], 1, 2, 3, float.NaN)), "images", "Row 2, number 2", "found NaN as float32");
        AssertFileFault(LabelsFault(Floats([2], 1, float.PositiveInfinity)), "labels", "Row 2", "expected a class or a finite number");
        var large = IdxNumbers(0x0E, [2, 1], [1, 1e300], BinaryPrimitives.WriteDoubleBigEndian);
        AssertFileFault(ImagesFault(large), "images", "Row 2, number 1", "as float32", "3.4e+38");
    }

    [Theory]
    [InlineData("c0")]
    [InlineData("c5")]
    [InlineData("label")]
    [InlineData("c01x")]
    public void Load_ColumnOfLabelsNotThere_SaysWhichAre(string label)
    {
        var source = Idx(0, 1) with { Labels = Write("matrix", IdxBytes([2, 4], new byte[8])) };
        AssertFileFault(LoadFault(new DataRequest(source) { Labels = label is null ? [] : [label] }), "matrix", $"\"{label}\"", "\"c1\" to \"c4\"");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(9)]
    public void Load_FileEndsWithinItsHeader_SaysSo(int length) =>
        AssertFileFault(ImagesFault(IdxBytes([2, 2], [])[..length]), "images", "within its header", $"found {length} bytes");

    [Fact]
    public void Load_FileShorterThanItsHeaderSays_SaysByHowMuch()
    {
        AssertFileFault(ImagesFault(IdxBytes([2, 2, 2], new byte[7])), "images", "shorter", "found 23", "expected 24 for 2 x 2 x 2");
        AssertFileFault(LabelsFault(IdxBytes([2], [1])), "labels", "shorter", "found 9 bytes", "expected 10");
    }

    [Fact]
    public void Load_FileLongerThanItsHeaderSays_SaysByHowMuch()
    {
        AssertFileFault(ImagesFault(IdxBytes([2, 2, 2], new byte[9])), "images", "longer", "found 25 bytes", "expected 24");
        AssertFileFault(LabelsFault(IdxBytes([2], [1, 0, 1])), "labels", "longer", "found 11 bytes", "expected 10");
    }

    [Fact]
    public void Load_GzipShorterThanItsHeaderSays_SaysByHowMuch() =>
        AssertFileFault(ImagesFault(Gzip(IdxBytes([2, 2, 2], new byte[7]))), "images", "shorter", "found 23", "expected 24");

    [Theory]
    [InlineData(-1, -1, -1)]
    [InlineData(int.MaxValue, 2, 1)]
    [InlineData(1, int.MaxValue, 1)]
    public void Load_AbsurdSizes_AreRefusedBeforeMemoryIsTaken(int rows, int height, int width)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var fault = ImagesFault(IdxBytes([rows, height, width], new byte[8]));
        AssertFileFault(fault, "images", "at most 2147483575 numbers", $"{(uint)rows} x {(uint)height} x {(uint)width}");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000_000);
    }

    [Fact]
    public void Load_LargeSizesWithoutContent_AreRefusedBeforeMemoryIsTaken()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        AssertFileFault(ImagesFault(IdxBytes([1, 1 << 30], new byte[8])), "images", "shorter", "expected 1073741836");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000_000);
    }

    [Fact]
    public void Load_GzipThatPromisesAbsurdSizes_IsRefusedBeforeMemoryIsTaken()
    {
        var bytes = Gzip(IdxBytes([1, 1 << 30], new byte[8]));
        BitConverter.TryWriteBytes(bytes.AsSpan(bytes.Length - 4), (1 << 30) + 12);
        var before = GC.GetAllocatedBytesForCurrentThread();
        AssertFileFault(ImagesFault(bytes), "images", "gzip file ends too early or is damaged");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000_000);
    }

    [Fact]
    public void Load_NoRows_SaysSo()
    {
        AssertFileFault(ImagesFault(IdxBytes([0, 2, 2], [])), "images", "0 x 2 x 2", "at least 1");
        AssertFileFault(LabelsFault(IdxBytes([0], [])), "labels", "at least 1");
    }

    [Fact]
    public void Load_NoFeatures_SaysSo() =>
        AssertFileFault(ImagesFault(IdxBytes([2, 0, 2], [])), "images", "2 x 0 x 2", "at least 1");

    [Fact]
    public void Load_CountsDiffer_SaysBoth() =>
        AssertFileFault(LabelsFault(IdxBytes([3], [1, 0, 1])), "labels", "Found 3 labels", "expected 2", "same set?");

    [Fact]
    public void Load_OneClassOnly_NamesIt() =>
        AssertFileFault(LoadFault(new DataRequest(Idx(4, 4))), "labels", "Every label is \"4\"");

    [Fact]
    public void Load_ColumnsNamedForIdx_SaysToLeaveThemOut()
    {
        var request = new DataRequest(Idx(0, 1));
        AssertFileFault(LoadFault(request with { Labels = ["digit"] }), "labels", "no column \"digit\"", "leave 'label' out");
        AssertFileFault(LoadFault(request with { Features = ["x0"] }), "images", "no named columns");
    }
}
