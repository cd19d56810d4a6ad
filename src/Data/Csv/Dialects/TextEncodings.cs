using System.Text;

namespace Granary.Data.Csv.Dialects;

/// <summary>Finds out how a file writes characters, and decodes it.</summary>
internal static class TextEncodings
{
    private const int BlockSize = 1 << 16;

    // Of so many pairs of bytes nearly all have the same byte zero when Western text is UTF-16.
    private const int PairsLookedAt = 1000;
    private const double MostPairs = 0.9;

    /// <summary>What .NET calls it.</summary>
    public static Encoding Of(TextEncoding encoding) => encoding switch
    {
        TextEncoding.Utf8 => Encoding.UTF8,
        TextEncoding.Utf16 => Encoding.Unicode,
        TextEncoding.Utf16BigEndian => Encoding.BigEndianUnicode,
        TextEncoding.Windows1252 => CodePagesEncodingProvider.Instance.GetEncoding(1252)!,
        _ => throw new ArgumentOutOfRangeException(nameof(encoding), encoding, "There is no such encoding."),
    };

    /// <summary>What people call it.</summary>
    public static string Name(TextEncoding encoding) => encoding switch
    {
        TextEncoding.Utf16 or TextEncoding.Utf16BigEndian => "UTF-16",
        TextEncoding.Windows1252 => "Windows-1252",
        _ => "UTF-8",
    };

    /// <summary>Guesses the encoding of a whole content.</summary>
    /// <remarks>
    /// Text that is not ASCII is hardly ever valid UTF-8 by accident: each letter with an accent would have to be followed by the right
    /// one. Content with zero bytes that is not UTF-16 is no text, and left to be told as such.
    /// </remarks>
    public static TextEncoding Guess(Stream content)
    {
        var block = new byte[BlockSize];
        var chars = new char[BlockSize + 1];
        var decoder = Encoding.UTF8.GetDecoder();
        var (valid, invalid, isFirst, isDecoding) = (0L, 0L, true, false);
        for (var read = content.ReadAtLeast(block, BlockSize, throwOnEndOfStream: false);
             read > 0;
             read = content.ReadAtLeast(block, BlockSize, throwOnEndOfStream: false))
        {
            if (isFirst && Utf16(block.AsSpan(0, read)) is { } utf16)
            {
                return utf16;
            }

            isFirst = false;
            if (!isDecoding && Ascii.IsValid(block.AsSpan(0, read)) && !block.AsSpan(0, read).Contains((byte)0))
            {
                continue;
            }

            isDecoding = true;
            var text = chars.AsSpan(0, decoder.GetChars(block.AsSpan(0, read), chars, flush: read < BlockSize));
            if (text.Contains('\0'))
            {
                return TextEncoding.Utf8;
            }

            Count(text, ref valid, ref invalid);
        }

        return invalid > valid ? TextEncoding.Windows1252 : TextEncoding.Utf8;
    }

    private static TextEncoding? Utf16(ReadOnlySpan<byte> start)
    {
        if (start.StartsWith(Encoding.Unicode.Preamble))
        {
            return TextEncoding.Utf16;
        }

        if (start.StartsWith(Encoding.BigEndianUnicode.Preamble))
        {
            return TextEncoding.Utf16BigEndian;
        }

        var pairs = Math.Min(start.Length / 2, PairsLookedAt);
        var (low, high) = (0, 0);
        for (var p = 0; p < pairs; p++)
        {
            low += start[2 * p] != 0 && start[(2 * p) + 1] == 0 ? 1 : 0;
            high += start[2 * p] == 0 && start[(2 * p) + 1] != 0 ? 1 : 0;
        }

        return low > MostPairs * pairs ? TextEncoding.Utf16
            : high > MostPairs * pairs ? TextEncoding.Utf16BigEndian
            : null;
    }

    private static void Count(ReadOnlySpan<char> text, ref long valid, ref long invalid)
    {
        while (text.IndexOfAnyExceptInRange('\0', '\x7F') is >= 0 and var at)
        {
            var isInvalid = text[at] == '\uFFFD';
            invalid += isInvalid ? 1 : 0;
            valid += isInvalid ? 0 : 1;
            text = text[(at + 1)..];
        }
    }
}
