namespace Granary.Data.Values;

/// <summary>Texts that people write where there is no value.</summary>
internal static class MissingValues
{
    // The lists of pandas and skrub together, and what pandas prints for a missing date.
    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Texts = new HashSet<string>(
    [
        "", "NA", "N/A", "n/a", "#N/A", "#N/A N/A", "#NA", "NaT", "1.#IND", "-1.#IND", "1.#QNAN", "-1.#QNAN", "NULL", "Null", "null", "NaN", "nan", "-NaN", "-nan", "None", "none", "?", "...", "<NA>",
    ]).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Whether a field says that there is no value.</summary>
    public static bool Contains(ReadOnlySpan<char> field) => Texts.Contains(field.Trim());
}
