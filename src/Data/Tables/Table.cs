using Granary.Data.Csv.Dialects;
using Granary.Data.Values;

namespace Granary.Data.Tables;

/// <summary>What a source holds, as read: nothing is divided or encoded yet.</summary>
/// <param name="File">The file of the columns.</param>
/// <param name="Rows">Number of rows.</param>
/// <param name="Columns">The columns that may become features, in the order that the network sees them.</param>
/// <param name="Labels">The columns of labels; empty when they were not asked for.</param>
internal sealed record Table(string File, int Rows, IReadOnlyList<TableColumn> Columns, IReadOnlyList<TextColumn> Labels)
{
    /// <summary>For CSV the line each row starts on; null for arrays.</summary>
    public IReadOnlyList<int>? Lines { get; init; }

    /// <summary>For CSV how the file writes a table; null for arrays.</summary>
    public CsvDialect? Dialect { get; init; }

    /// <summary>How the file writes numbers.</summary>
    public NumberForm Numbers => Dialect?.Numbers ?? NumberForm.Plain;

    /// <summary>The table without a column.</summary>
    /// <param name="column">Its name; null for none.</param>
    public Table Without(string? column) => column is null ? this : this with { Columns = [.. Columns.Where(c => c.Name != column)] };

    /// <summary>The numbers of all rows, in their order.</summary>
    public int[] AllRows() => [.. Enumerable.Range(0, Rows)];

    /// <summary>For CSV the names of all columns of the file; empty for arrays.</summary>
    public IReadOnlyCollection<string> AllNames { get; init; } = [];

    /// <summary>The column by which rows are held out; null when there is none.</summary>
    public TextColumn? SplitColumn { get; init; }

    /// <summary>The columns whose texts are kept as they are written.</summary>
    public IReadOnlyList<TextColumn> Kept { get; init; } = [];

    /// <summary>How many rows were left out because they have no label.</summary>
    public int Unlabelled { get; init; }

    /// <summary>What a user should know about how the file was read: guesses that are not the usual ones, and columns and rows left out.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
