using Granary.Data.Values;

namespace Granary.Data.Csv.Dialects;

/// <summary>How a CSV file writes a table.</summary>
/// <param name="Encoding">The encoding of its text.</param>
/// <param name="Separator">What stands between fields.</param>
/// <param name="Numbers">How it writes numbers.</param>
/// <param name="HasHeader">Whether the first record names the columns.</param>
/// <param name="LinesBefore">Lines of comments or titles before the first record.</param>
public sealed record CsvDialect(TextEncoding Encoding, char Separator, NumberForm Numbers, bool HasHeader, int LinesBefore)
{
    /// <summary>What differs from UTF-8, commas, decimal points, and a header in the first line; null when nothing does.</summary>
    public string? Describe() => Differences().ToArray() is { Length: > 0 } all ? "read with " + string.Join(", ", all) : null;

    private IEnumerable<string> Differences()
    {
        if (Separator != ',')
        {
            yield return $"separator {Name(Separator)}";
        }

        if (Numbers.DecimalMark != '.')
        {
            yield return $"decimal mark {Name(Numbers.DecimalMark)}";
        }

        if (Numbers.ThousandsMark is { } mark)
        {
            yield return $"thousands mark {Name(mark)}";
        }

        if (Encoding != TextEncoding.Utf8)
        {
            yield return TextEncodings.Name(Encoding);
        }

        if (LinesBefore > 0)
        {
            yield return LinesBefore == 1 ? "first line skipped" : $"first {LinesBefore} lines skipped";
        }

        if (!HasHeader)
        {
            yield return "no header: the columns are c1, c2, and so on";
        }
    }

    private static string Name(char mark) => mark switch
    {
        '\t' => "tab",
        ' ' or '\u00A0' or '\u202F' => "space",
        '\'' => "apostrophe",
        _ => $"'{mark}'",
    };
}
