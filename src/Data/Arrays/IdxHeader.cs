using System.Buffers.Binary;

namespace Granary.Data.Arrays;

/// <summary>
/// The header of an IDX file: the magic number <c>00 00 type rank</c>, then each dimension as a big-endian 32-bit number
/// (Y. LeCun, C. Cortes, C. Burges: The MNIST database of handwritten digits).
/// </summary>
internal static class IdxHeader
{
    public const int MagicLength = 4;

    /// <summary>Reads a header.</summary>
    /// <param name="content">The content, read up to the end of <paramref name="start"/>.</param>
    /// <param name="start">Its first bytes, the magic number at least.</param>
    /// <exception cref="InvalidDataException">It is not one.</exception>
    public static ArrayHeader Read(Stream content, ReadOnlySpan<byte> start)
    {
        if (start[0] != 0 || start[1] != 0 || start[3] == 0 || TypeOf(start[2]) is not { } type)
        {
            throw new InvalidDataException($"Found {Convert.ToHexString(start[..MagicLength])} at its start, expected 93 and \"NUMPY\" of "
                + "an npy file, or two zeros, a type (08, 09, 0B, 0C, 0D or 0E) and a number of dimensions of an IDX file, "
                + "for example 00000803. Is this a file of numbers?");
        }

        var dimensions = new long[start[3]];
        Span<byte> bytes = stackalloc byte[sizeof(uint) * byte.MaxValue];
        bytes = bytes[..(sizeof(uint) * dimensions.Length)];
        start[MagicLength..].CopyTo(bytes);
        var rest = bytes[(start.Length - MagicLength)..];
        if (content.ReadAtLeast(rest, rest.Length, throwOnEndOfStream: false) < rest.Length)
        {
            throw ArrayHeader.Ends(content);
        }

        for (var d = 0; d < dimensions.Length; d++)
        {
            dimensions[d] = BinaryPrimitives.ReadUInt32BigEndian(bytes[(d * sizeof(uint))..]);
        }

        return ArrayHeader.Checked(type, dimensions, isColumnMajor: false, MagicLength + bytes.Length, content);
    }

    private static NumberType? TypeOf(byte code) => code switch
    {
        0x08 => new NumberType(NumberKind.Unsigned, sizeof(byte), IsBigEndian: true),
        0x09 => new NumberType(NumberKind.Signed, sizeof(byte), IsBigEndian: true),
        0x0B => new NumberType(NumberKind.Signed, sizeof(short), IsBigEndian: true),
        0x0C => new NumberType(NumberKind.Signed, sizeof(int), IsBigEndian: true),
        0x0D => new NumberType(NumberKind.Float, sizeof(float), IsBigEndian: true),
        0x0E => new NumberType(NumberKind.Float, sizeof(double), IsBigEndian: true),
        _ => null,
    };
}
