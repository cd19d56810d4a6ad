namespace Granary.Data.Values;

/// <summary>Texts that people write where there is no value.</summary>
internal static class MissingValues
{
    // The lists of pandas and skrub together.
    private static readonly HashSet<string> Texts =
    [
        "", "NA", "N/A", "n/a", "#N/A", "#NA", "NULL", "Null", "null", "NaN", "nan", "-NaN", "-nan", "None", "none", "?", "...", "<NA>",
    ];

    /// <summary>Whether a field says that there is no value.</summary>
    public static bool Contains(string field) => Texts.Contains(field.Trim());
}
