using System.Buffers.Binary;
using Granary.Numerics.Datasets;

namespace Granary.Data.Idx;

/// <summary>
/// The header of an IDX file: the magic number <c>00 00 type rank</c>, then each dimension as a big-endian 32-bit number
/// (Y. LeCun, C. Cortes, C. Burges: The MNIST database of handwritten digits).
/// </summary>
/// <param name="Element">The type of the numbers.</param>
/// <param name="Rows">The first dimension.</param>
/// <param name="RowLength">The product of the other dimensions; 1 for rank 1.</param>
internal readonly record struct IdxHeader(IdxElement Element, int Rows, int RowLength)
{
    private const int MagicLength = 4;

    /// <summary>Length of a row in bytes.</summary>
    public int RowBytes => RowLength * Element.Size();

    /// <summary>Reads a header.</summary>
    /// <exception cref="InvalidDataException">It is not one.</exception>
    public static IdxHeader Read(Stream content)
    {
        Span<byte> magic = stackalloc byte[MagicLength];
        ReadExactly(content, magic);
        return magic[0] == 0 && magic[1] == 0 && Enum.IsDefined((IdxElement)magic[2]) && magic[3] > 0
            ? ReadDimensions(content, (IdxElement)magic[2], magic[3])
            : throw new InvalidDataException($"Found the magic number 0x{Convert.ToHexString(magic)}, expected two zeros, a type "
                + "(08, 09, 0B, 0C, 0D or 0E) and a number of dimensions, for example 0x00000803. Is this an IDX file?");
    }

    private static IdxHeader ReadDimensions(Stream content, IdxElement element, int rank)
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

        if (total > Dataset.MaxValues || total / dimensions[0] * element.Size() > Array.MaxLength)
        {
            throw new InvalidDataException($"The header says {shape}: at most {Dataset.MaxValues} numbers are held. "
                + "Use fewer rows, or check that the file is what it should be.");
        }

        CheckLength(content, MagicLength + bytes.Length + ((long)total * element.Size()), shape);
        return new IdxHeader(element, (int)dimensions[0], (int)total / (int)dimensions[0]);
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
