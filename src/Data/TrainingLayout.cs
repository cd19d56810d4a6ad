using Granary.Data.Columns;
using Granary.Data.Csv.Dialects;

namespace Granary.Data;

/// <summary>How the training source was read: all other sources of its job, and those that its model is used on, are read the same way.</summary>
/// <param name="IsTable">Whether it is a table; otherwise a pair of arrays.</param>
/// <param name="Plans">The columns that are used, in the order that the network sees them.</param>
/// <param name="Labels">The columns of the labels; for arrays none, or the column of a matrix of labels.</param>
/// <param name="Dialect">For CSV how the file writes a table; null for other formats.</param>
public sealed record TrainingLayout(bool IsTable, IReadOnlyList<ColumnPlan> Plans, IReadOnlyList<string> Labels, CsvDialect? Dialect)
{
    /// <summary>The names of the labels that are all numbers: a word for a missing value is no class of theirs.</summary>
    public IReadOnlyCollection<string> NumberLabels { get; init; } = [];

    /// <summary>All columns that it had; null where other ones are passed over.</summary>
    internal IReadOnlyCollection<string>? Known { get; init; }

    /// <summary>What is not to be guessed of a CSV file where <see cref="Dialect"/> does not say it.</summary>
    internal CsvOptions Csv { get; init; } = new();
}
