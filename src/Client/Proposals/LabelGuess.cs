namespace Granary.Client.Proposals;

/// <summary>Guesses which column of a table is to be learned.</summary>
internal static class LabelGuess
{
    private static readonly string[] Usual = ["target", "label", "y", "class", "outcome", "output", "result"];

    /// <summary>The column with one of the usual names, otherwise the last one.</summary>
    /// <param name="columns">The names of all columns, at least one.</param>
    public static string Of(IReadOnlyList<string> columns) =>
        Usual.Select(name => columns.FirstOrDefault(c => c.Equals(name, StringComparison.OrdinalIgnoreCase))).FirstOrDefault(c => c is not null)
        ?? columns[^1];
}
