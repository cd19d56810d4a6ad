using Granary.Numerics.Datasets;

namespace Granary.Data.Arrays;

/// <summary>What an array file says about its content. The first dimension counts the rows.</summary>
/// <param name="Type">How numbers are written.</param>
/// <param name="Dimensions">The dimensions, at least one, each at least 1.</param>
/// <param name="IsColumnMajor">Whether the first dimension runs fastest (Fortran's order) instead of the last.</param>
internal sealed record ArrayHeader(NumberType Type, int[] Dimensions, bool IsColumnMajor)
{
    /// <summary>Number of rows.</summary>
    public int Rows => Dimensions[0];

    /// <summary>The product of the other dimensions; 1 where there is one dimension.</summary>
    public int RowLength { get; } = Dimensions.Skip(1).Aggregate(1, (product, d) => product * d);

    /// <summary>Reads the header of a file of either format.</summary>
    /// <exception cref="InvalidDataException">It is neither, or cannot be read.</exception>
    public static ArrayHeader Read(Stream content)
    {
        Span<byte> magic = stackalloc byte[NpyHeader.MagicLength];
        var start = magic[..content.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false)];
        if (start.Length < IdxHeader.MagicLength)
        {
            throw Ends(content);
        }

        return NpyHeader.IsAtStart(start) ? NpyHeader.Read(content, start) : IdxHeader.Read(content, start);
    }

    /// <summary>Makes a header, if there is room for the array and the file is as long as it says.</summary>
    /// <param name="type">How numbers are written.</param>
    /// <param name="dimensions">The dimensions.</param>
    /// <param name="isColumnMajor">Whether the first dimension runs fastest.</param>
    /// <param name="headerLength">Length of the header in bytes.</param>
    /// <param name="content">The content, read up to the end of the header.</param>
    /// <exception cref="InvalidDataException">It is not so.</exception>
    public static ArrayHeader Checked(NumberType type, IReadOnlyList<long> dimensions, bool isColumnMajor, int headerLength, Stream content)
    {
        var shape = string.Join(" x ", dimensions);
        if (dimensions.Count == 0 || dimensions.Any(d => d < 1))
        {
            throw new InvalidDataException($"The header says {(shape.Length == 0 ? "one number" : shape)}: expected dimensions of at least 1.");
        }

        var total = dimensions.Aggregate(1.0, (product, d) => product * d);
        if (total > Dataset.MaxValues || total / dimensions[0] * type.Size > Array.MaxLength)
        {
            throw new InvalidDataException($"The header says {shape}: at most {Dataset.MaxValues} numbers are held. "
                + "Use fewer rows, or check that the file is what it should be.");
        }

        CheckLength(content, headerLength + ((long)total * type.Size), shape);
        return new ArrayHeader(type, [.. dimensions.Select(d => (int)d)], isColumnMajor);
    }

    /// <summary>The error of a file that ends within its header.</summary>
    public static InvalidDataException Ends(Stream content) =>
        new($"The file ends within its header: found {content.Length} bytes of content. Get the file again.");

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
}
