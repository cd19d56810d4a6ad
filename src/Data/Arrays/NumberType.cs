using static System.Buffers.Binary.BinaryPrimitives;

namespace Granary.Data.Arrays;

/// <summary>What kind of number an array holds.</summary>
internal enum NumberKind
{
    /// <summary>Whole, not negative.</summary>
    Unsigned,

    /// <summary>Whole, in two's complement.</summary>
    Signed,

    /// <summary>Binary floating point (IEEE 754).</summary>
    Float,
}

/// <summary>How an array writes its numbers.</summary>
/// <param name="Kind">Their kind.</param>
/// <param name="Size">Length of one in bytes: 1, 2, 4 or 8, and 2, 4 or 8 for <see cref="NumberKind.Float"/>.</param>
/// <param name="IsBigEndian">Whether the high byte comes first.</param>
internal readonly record struct NumberType(NumberKind Kind, int Size, bool IsBigEndian)
{
    /// <summary>Reads one number; whole ones beyond 2^53 in size are rounded.</summary>
    public double Read(ReadOnlySpan<byte> bytes) => (Kind, Size) switch
    {
        (NumberKind.Unsigned, 1) => bytes[0],
        (NumberKind.Unsigned, 2) => IsBigEndian ? ReadUInt16BigEndian(bytes) : ReadUInt16LittleEndian(bytes),
        (NumberKind.Unsigned, 4) => IsBigEndian ? ReadUInt32BigEndian(bytes) : ReadUInt32LittleEndian(bytes),
        (NumberKind.Unsigned, 8) => IsBigEndian ? ReadUInt64BigEndian(bytes) : ReadUInt64LittleEndian(bytes),
        (NumberKind.Signed, 1) => (sbyte)bytes[0],
        (NumberKind.Signed, 2) => IsBigEndian ? ReadInt16BigEndian(bytes) : ReadInt16LittleEndian(bytes),
        (NumberKind.Signed, 4) => IsBigEndian ? ReadInt32BigEndian(bytes) : ReadInt32LittleEndian(bytes),
        (NumberKind.Signed, 8) => IsBigEndian ? ReadInt64BigEndian(bytes) : ReadInt64LittleEndian(bytes),
        (NumberKind.Float, 2) => (double)(IsBigEndian ? ReadHalfBigEndian(bytes) : ReadHalfLittleEndian(bytes)),
        (NumberKind.Float, 4) => IsBigEndian ? ReadSingleBigEndian(bytes) : ReadSingleLittleEndian(bytes),
        (NumberKind.Float, 8) => IsBigEndian ? ReadDoubleBigEndian(bytes) : ReadDoubleLittleEndian(bytes),
        _ => throw new InvalidOperationException($"There is no number of the kind {Kind} of {Size} bytes."),
    };

    /// <summary>Reads consecutive numbers, each rounded to float32.</summary>
    public void Read(ReadOnlySpan<byte> bytes, Span<float> numbers)
    {
        if (this is { Kind: NumberKind.Unsigned, Size: 1 })
        {
            for (var i = 0; i < numbers.Length; i++)
            {
                numbers[i] = bytes[i];
            }

            return;
        }

        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = (float)Read(bytes[(i * Size)..]);
        }
    }
}
