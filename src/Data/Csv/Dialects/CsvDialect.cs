namespace Granary.Data.Csv.Dialects;

/// <summary>How a CSV file writes a table.</summary>
/// <param name="Encoding">The encoding of its text.</param>
/// <param name="Separator">What stands between fields.</param>
/// <param name="Numbers">How it writes numbers.</param>
/// <param name="HasHeader">Whether the first record names the columns.</param>
/// <param name="LinesBefore">Lines of comments or titles before the first record.</param>
internal sealed record CsvDialect(TextEncoding Encoding, char Separator, NumberForm Numbers, bool HasHeader, int LinesBefore)
{
    /// <summary>What differs from UTF-8, commas, decimal points, and a header in the first line; null when nothing does.</summary>
    public string? Describe()
    {
        string[] differences =
        [
            .. Separator == ',' ? Array.Empty<string>() : [$"separator {Name(Separator)}"],
            .. Numbers.DecimalMark == '.' ? Array.Empty<string>() : [$"decimal mark {Name(Numbers.DecimalMark)}"],
            .. Numbers.ThousandsMark is { } mark ? [$"thousands mark {Name(mark)}"] : Array.Empty<string>(),
            .. Encoding == TextEncoding.Utf8 ? Array.Empty<string>() : [TextEncodings.Name(Encoding)],
            .. LinesBefore == 0 ? Array.Empty<string>() : [LinesBefore == 1 ? "first line skipped" : $"first {LinesBefore} lines skipped"],
            .. HasHeader ? Array.Empty<string>() : ["no header: the columns are c1, c2, and so on"],
        ];
        return differences.Length == 0 ? null : "read with " + string.Join(", ", differences);
    }

    private static string Name(char mark) => mark switch
    {
        '\t' => "tab",
        ' ' or '\u00A0' or '\u202F' => "space",
        '\'' => "apostrophe",
        _ => $"'{mark}'",
    };
}
