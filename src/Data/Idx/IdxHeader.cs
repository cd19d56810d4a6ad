using System.Buffers.Binary;
using Granary.Numerics.Datasets;

namespace Granary.Data.Idx;

/// <summary>
/// The header of an IDX file: the magic number <c>00 00 type rank</c>, then each dimension as a big-endian 32-bit number
/// (Y. LeCun, C. Cortes, C. Burges: The MNIST database of handwritten digits).
/// </summary>
/// <param name="Rows">The first dimension.</param>
/// <param name="RowLength">The product of the other dimensions; 1 for rank 1.</param>
internal readonly record struct IdxHeader(int Rows, int RowLength)
{
    private const int MagicLength = 4;
    private const byte UnsignedByte = 0x08;

    /// <summary>Reads the header of a file of features.</summary>
    /// <exception cref="InvalidDataException">It is not one.</exception>
    public static IdxHeader ReadImages(Stream content)
    {
        var rank = ReadRank(content, 3, "images");
        return rank >= 2
            ? ReadDimensions(content, rank)
            : throw new InvalidDataException($"Found the magic number {Magic(rank)} of an IDX file of labels, "
                + $"expected images, for example {Magic(3)}. Were images and labels swapped?");
    }

    /// <summary>Reads the header of a file of labels.</summary>
    /// <exception cref="InvalidDataException">It is not one.</exception>
    public static IdxHeader ReadLabels(Stream content)
    {
        var rank = ReadRank(content, 1, "labels");
        return rank == 1
            ? ReadDimensions(content, rank)
            : throw new InvalidDataException($"Found the magic number {Magic(rank)} of an IDX file of images, "
                + $"expected {Magic(1)} for labels. Were images and labels swapped?");
    }

    private static string Magic(int rank) => $"0x{(UnsignedByte << 8) | rank:X8}";

    private static int ReadRank(Stream content, int expectedRank, string what)
    {
        Span<byte> magic = stackalloc byte[MagicLength];
        ReadExactly(content, magic);
        if (magic[0] == 0 && magic[1] == 0 && magic[2] == UnsignedByte && magic[3] > 0)
        {
            return magic[3];
        }

        var found = $"Found the magic number 0x{Convert.ToHexString(magic)}, expected {Magic(expectedRank)} for IDX {what}.";
        var isOtherType = magic[0] == 0 && magic[1] == 0 && magic[2] is >= 0x09 and <= 0x0E;
        throw new InvalidDataException(
            found + (isOtherType ? " Only unsigned bytes (type 08) are read." : " Is this an IDX file?"));
    }

    private static IdxHeader ReadDimensions(Stream content, int rank)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint) * rank];
        ReadExactly(content, bytes);
        var dimensions = new uint[rank];
        var total = 1.0;
        for (var d = 0; d < rank; d++)
        {
            dimensions[d] = BinaryPrimitives.ReadUInt32BigEndian(bytes[(d * sizeof(uint))..]);
            total *= dimensions[d];
        }

        var shape = string.Join(" x ", dimensions);
        if (dimensions.Contains(0u))
        {
            throw new InvalidDataException($"The header says {shape}: expected dimensions of at least 1.");
        }

        if (total > Dataset.MaxValues)
        {
            throw new InvalidDataException($"The header says {shape}: at most {Dataset.MaxValues} numbers are held. "
                + "Use fewer rows, or check that the file is what it should be.");
        }

        CheckLength(content, MagicLength + bytes.Length + (long)total, shape);
        return new IdxHeader((int)dimensions[0], (int)total / (int)dimensions[0]);
    }

    private static void CheckLength(Stream content, long expected, string shape)
    {
        if (content.Length != expected)
        {
            // A compressed file that was cut off states a wrong length: reading it to its end says so first.
            content.CopyTo(Stream.Null);
            var difference = content.Length < expected ? "shorter" : "longer";
            throw new InvalidDataException($"The file is {difference} than its header says: "
                + $"found {content.Length} bytes of content, expected {expected} for {shape}. Get the file again.");
        }
    }

    private static void ReadExactly(Stream content, Span<byte> bytes)
    {
        if (content.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
        {
            throw new InvalidDataException(
                $"The file ends within the header of an IDX file: found {content.Length} bytes of content. Get the file again.");
        }
    }
}
