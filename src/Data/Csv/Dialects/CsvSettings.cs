using System.Globalization;
using CsvHelper.Configuration;

namespace Granary.Data.Csv.Dialects;

/// <summary>How records are parsed: the same way when a dialect is guessed and when rows are read.</summary>
internal static class CsvSettings
{
    /// <summary>What both have in common.</summary>
    public static CsvConfiguration Of(char separator) => new(CultureInfo.InvariantCulture)
    {
        Delimiter = $"{separator}",
        TrimOptions = TrimOptions.Trim,

        // Who reads passes over them: the parser would not tell on which line the record after them starts.
        IgnoreBlankLines = false,
        BadDataFound = null,
    };
}
