using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Granary.Data.Faults;

namespace Granary.Data.Arrays;

/// <summary>
/// The header of an npy file: <c>93 "NUMPY"</c>, two bytes of version, the length of a Python dictionary, and that dictionary as text
/// (NumPy Enhancement Proposal 1).
/// </summary>
internal static partial class NpyHeader
{
    /// <summary>Length of the first bytes, the version among them.</summary>
    public const int MagicLength = 8;

    private const int VersionAt = 6;

    // NumPy itself reads no longer ones.
    private const int LongestText = 10_000;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Whether a file starts as an npy file does.</summary>
    public static bool IsAtStart(ReadOnlySpan<byte> start) => start.Length == MagicLength && start.StartsWith(Magic);

    /// <summary>Reads a header.</summary>
    /// <param name="content">The content, read up to the end of <paramref name="start"/>.</param>
    /// <param name="start">Its first bytes.</param>
    /// <exception cref="InvalidDataException">It is not one, or the array holds no numbers.</exception>
    public static ArrayHeader Read(Stream content, ReadOnlySpan<byte> start)
    {
        Span<byte> length = stackalloc byte[start[VersionAt] == 1 ? sizeof(ushort) : sizeof(uint)];
        ReadExactly(content, length);
        var textLength = length.Length == sizeof(ushort)
            ? BinaryPrimitives.ReadUInt16LittleEndian(length)
            : BinaryPrimitives.ReadUInt32LittleEndian(length);
        if (textLength > LongestText)
        {
            throw new InvalidDataException($"The npy header is said to have {textLength} characters, expected at most {LongestText}.");
        }

        var bytes = new byte[textLength];
        ReadExactly(content, bytes);
        var text = Encoding.UTF8.GetString(bytes);
        var type = TypeOf(Find(TypePattern(), text));
        var isColumnMajor = Find(OrderPattern(), text) == "True";
        var dimensions = Find(ShapePattern(), text)
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(d => long.TryParse(d, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw NotAHeader(text))
            .ToArray();
        return ArrayHeader.Checked(type, dimensions, isColumnMajor, MagicLength + length.Length + bytes.Length, content);
    }

    private static string Find(Regex pattern, string text) =>
        pattern.Match(text) is { Success: true } match ? match.Groups[1].Value : throw NotAHeader(text);

    private static InvalidDataException NotAHeader(string text) => new(
        $"Found {FaultText.Quote(text)} as the header of an npy file, expected 'descr' with one type of number, 'fortran_order' and 'shape'.");

    // < or = is the low byte first, > the high byte, | a single byte; then the kind and the length.
    private static NumberType TypeOf(string description)
    {
        NumberKind? kind = description.Length < 3 ? null : description[1] switch
        {
            'f' => NumberKind.Float,
            'i' => NumberKind.Signed,
            'u' or 'b' => NumberKind.Unsigned,
            _ => null,
        };
        return kind is { } known && int.TryParse(description.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out var size)
            && size is 1 or 2 or 4 or 8 && !(known == NumberKind.Float && size == 1)
                ? new NumberType(known, size, description[0] == '>')
                : throw new InvalidDataException($"The array holds {FaultText.Quote(description)}, expected numbers: "
                    + "\"<f4\", \"<f8\", \"<f2\", \"|b1\", or whole ones of 1, 2, 4 or 8 bytes. Convert it with NumPy's astype.");
    }

    private static void ReadExactly(Stream content, Span<byte> bytes)
    {
        if (content.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
        {
            throw ArrayHeader.Ends(content);
        }
    }

    [GeneratedRegex(@"'descr'\s*:\s*'([^']*)'")]
    private static partial Regex TypePattern();

    [GeneratedRegex(@"'fortran_order'\s*:\s*(True|False)")]
    private static partial Regex OrderPattern();

    [GeneratedRegex(@"'shape'\s*:\s*\(([^)]*)\)")]
    private static partial Regex ShapePattern();
}
