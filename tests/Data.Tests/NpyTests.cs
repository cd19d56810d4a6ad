using System.Buffers.Binary;
using System.Text;
using Granary.Data.Faults;
using Granary.Data.Sources;

namespace Granary.Data.Tests;

/// <summary>Files in the format of NumPy's save.</summary>
public class NpyTests : DataFiles
{
    private static readonly float[] Numbers = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];

    public static TheoryData<string, byte[]> Types { get; } = new()
    {
        { "<f4", Bytes<float>(BinaryPrimitives.WriteSingleLittleEndian, n => n) },
        { ">f4", Bytes<float>(BinaryPrimitives.WriteSingleBigEndian, n => n) },
        { "<f8", Bytes<double>(BinaryPrimitives.WriteDoubleLittleEndian, n => n) },
        { ">f8", Bytes<double>(BinaryPrimitives.WriteDoubleBigEndian, n => n) },
        { "<f2", Bytes<Half>(BinaryPrimitives.WriteHalfLittleEndian, n => (Half)n) },
        { "|u1", Bytes<byte>((bytes, n) => bytes[0] = n, n => (byte)n) },
        { "|i1", Bytes<sbyte>((bytes, n) => bytes[0] = (byte)n, n => (sbyte)n) },
        { "<u2", Bytes<ushort>(BinaryPrimitives.WriteUInt16LittleEndian, n => (ushort)n) },
        { ">i2", Bytes<short>(BinaryPrimitives.WriteInt16BigEndian, n => (short)n) },
        { "<i4", Bytes<int>(BinaryPrimitives.WriteInt32LittleEndian, n => (int)n) },
        { ">u4", Bytes<uint>(BinaryPrimitives.WriteUInt32BigEndian, n => (uint)n) },
        { "<i8", Bytes<long>(BinaryPrimitives.WriteInt64LittleEndian, n => (long)n) },
        { ">u8", Bytes<ulong>(BinaryPrimitives.WriteUInt64BigEndian, n => (ulong)n) },
    };

    [Theory]
    [MemberData(nameof(Types))]
    public void Load_AnyTypeOfNumber_IsRead(string type, byte[] values)
    {
        var data = Load(Npy(type, "(2, 6)", values));
        Assert.Equal(Numbers, data.Train.Features.Span.ToArray());
        Assert.Equal(6, data.Train.FeatureCount);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Load_AnyVersionOfTheHeader_IsRead(byte version) =>
        Assert.Equal(Numbers, Load(Npy("<f4", "(2, 2, 3)", Types.First().Data.Item2, version: version)).Train.Features.Span.ToArray());

    // numpy.arange(12).reshape(2, 2, 3), laid out with the first dimension fastest.
    [Fact]
    public void Load_FortranOrder_GivesTheSameRows()
    {
        byte[] values = [0, 6, 3, 9, 1, 7, 4, 10, 2, 8, 5, 11];
        Assert.Equal(Numbers, Load(Npy("|u1", "(2, 2, 3)", values, isFortran: true)).Train.Features.Span.ToArray());
    }

    // What numpy.save of NumPy 1.24 wrote of arange(12).reshape(2, 2, 3) as three types, the second one in Fortran's order.
    [Theory]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2, 3), }", "000000000000803f0000004000004040000080400000a0400000c0400000e04000000041000010410000204100003041")]
    [InlineData("{'descr': '|u1', 'fortran_order': True, 'shape': (2, 2, 3), }", "000603090107040a0208050b")]
    [InlineData("{'descr': '>i2', 'fortran_order': False, 'shape': (2, 2, 3), }", "0000000100020003000400050006000700080009000a000b")]
    public void Load_FileThatNumPyWrote_IsRead(string header, string values)
    {
        var start = Convert.FromHexString("934e554d505901007600");
        byte[] file = [.. start, .. Encoding.ASCII.GetBytes(header.PadRight(117) + '\n'), .. Convert.FromHexString(values)];
        Assert.Equal(Numbers, Load(file).Train.Features.Span.ToArray());
    }

    [Fact]
    public void Load_LabelsInEitherOrder_AreTheColumnChosen()
    {
        byte[] rows = [5, 1, 7, 2];
        byte[] columns = [5, 7, 1, 2];
        var images = Npy("|u1", "(2, 1)", [1, 2]);
        Assert.Equal(["1", "2"], Load(images, Npy("|u1", "(2, 2)", rows), "c2").Train.ClassNames);
        Assert.Equal(["1", "2"], Load(images, Npy("|u1", "(2, 2)", columns, isFortran: true), "c2").Train.ClassNames);
        Assert.Equal(["5", "7"], Load(images, Npy("|u1", "(2, 2)", columns, isFortran: true), "c1").Train.ClassNames);
    }

    [Fact]
    public void Load_NpyImagesWithIdxLabels_AreOneSource() =>
        Assert.Equal(["3", "4"], Load(Npy("|u1", "(2, 1)", [1, 2]), IdxBytes([2], [4, 3])).Train.ClassNames);

    [Theory]
    [InlineData("<U5", "(2, 1)", "\"<U5\"", "expected numbers")]
    [InlineData("|O", "(2, 1)", "\"|O\"", "astype")]
    [InlineData("<f1", "(2, 1)", "\"<f1\"", "expected numbers")]
    [InlineData("<c8", "(2, 1)", "\"<c8\"", "expected numbers")]
    [InlineData("|u1", "()", "one number", "dimensions of at least 1")]
    [InlineData("|u1", "(2, 0)", "2 x 0", "dimensions of at least 1")]
    [InlineData("|u1", "(2, -1)", "header of an npy file", "'shape'")]
    [InlineData("|u1", "(99999999999, 99999999999)", "99999999999 x 99999999999", "at most")]
    [InlineData("|u1", "(2, 3)", "shorter than its header says", "expected")]
    public void Load_OtherContent_SaysWhatWasExpected(string type, string shape, params string[] words) =>
        AssertFileFault(Fault(() => Load(Npy(type, shape, [1, 2]))), "images", words);

    [Fact]
    public void Load_FileCutOrChangedAnywhere_IsAFaultOrOtherNumbers()
    {
        var whole = Npy("<f4", "(2, 6)", Types.First().Data.Item2);
        for (var at = 0; at < whole.Length; at++)
        {
            AssertFileFault(Fault(() => Load(whole[..Math.Max(at, 1)])), "images");
            var changed = (byte[])whole.Clone();
            changed[at] ^= 0x11;
            try
            {
                Assert.Equal(2, Load(changed).Train.Rows);
            }
            catch (DataException e)
            {
                Assert.All(e.Faults, f => Assert.NotEmpty(f.Message));
            }
        }
    }

    private TrainingData Load(byte[] images, byte[]? labels = null, string? label = null) => TrainingData.Load(
        new DataRequest(new ArraySource(Write("images", images), Write("labels", labels ?? IdxBytes([2], [0, 1])))) { Labels = label is null ? [] : [label] });

    private static byte[] Npy(string type, string shape, byte[] values, bool isFortran = false, byte version = 1)
    {
        var header = $"{{'descr': '{type}', 'fortran_order': {(isFortran ? "True" : "False")}, 'shape': {shape}, }}";
        var before = version == 1 ? 10 : 12;
        header = header.PadRight(((header.Length + before + 64) / 64 * 64) - before - 1) + '\n';
        byte[] length = version == 1 ? BitConverter.GetBytes((ushort)header.Length) : BitConverter.GetBytes(header.Length);
        return [0x93, .. "NUMPY"u8, version, 0, .. length, .. Encoding.ASCII.GetBytes(header), .. values];
    }

    private static byte[] Bytes<T>(WriteNumber<T> write, Func<float, T> convert)
        where T : unmanaged
    {
        var size = System.Runtime.CompilerServices.Unsafe.SizeOf<T>();
        var bytes = new byte[Numbers.Length * size];
        for (var i = 0; i < Numbers.Length; i++)
        {
            write(bytes.AsSpan(i * size), convert(Numbers[i]));
        }

        return bytes;
    }
}
