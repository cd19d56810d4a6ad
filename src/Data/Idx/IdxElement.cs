using System.Buffers.Binary;

namespace Granary.Data.Idx;

/// <summary>The types of numbers in IDX files, by the third byte of the magic number. All are written with the high byte first.</summary>
internal enum IdxElement : byte
{
    UnsignedByte = 0x08,
    SignedByte = 0x09,
    Int16 = 0x0B,
    Int32 = 0x0C,
    Float32 = 0x0D,
    Float64 = 0x0E,
}

/// <summary>What numbers of each type are.</summary>
internal static class IdxElements
{
    /// <summary>The length of a number in bytes.</summary>
    public static int Size(this IdxElement element) => element switch
    {
        IdxElement.UnsignedByte or IdxElement.SignedByte => sizeof(byte),
        IdxElement.Int16 => sizeof(short),
        IdxElement.Int32 or IdxElement.Float32 => sizeof(int),
        _ => sizeof(double),
    };

    /// <summary>Reads one number, of any type without loss.</summary>
    public static double Read(this IdxElement element, ReadOnlySpan<byte> bytes) => element switch
    {
        IdxElement.UnsignedByte => bytes[0],
        IdxElement.SignedByte => (sbyte)bytes[0],
        IdxElement.Int16 => BinaryPrimitives.ReadInt16BigEndian(bytes),
        IdxElement.Int32 => BinaryPrimitives.ReadInt32BigEndian(bytes),
        IdxElement.Float32 => BinaryPrimitives.ReadSingleBigEndian(bytes),
        _ => BinaryPrimitives.ReadDoubleBigEndian(bytes),
    };

    /// <summary>Reads a row of numbers, rounded to float32.</summary>
    public static void Read(this IdxElement element, ReadOnlySpan<byte> bytes, Span<float> row)
    {
        if (element == IdxElement.UnsignedByte)
        {
            for (var i = 0; i < row.Length; i++)
            {
                row[i] = bytes[i];
            }

            return;
        }

        var size = element.Size();
        for (var i = 0; i < row.Length; i++)
        {
            row[i] = (float)element.Read(bytes[(i * size)..]);
        }
    }
}
