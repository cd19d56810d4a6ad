using Granary.Data.Columns;
using Granary.Data.Csv.Dialects;

namespace Granary.Data;

/// <summary>How the training source was read: all others of a job are read the same way.</summary>
/// <param name="Plans">The columns that are used, in the order that the network sees them.</param>
/// <param name="Known">All columns it had.</param>
/// <param name="Dialect">For CSV how the file writes a table; null for arrays.</param>
internal sealed record TrainingLayout(IReadOnlyList<ColumnPlan> Plans, IReadOnlyCollection<string> Known, CsvDialect? Dialect)
{
    /// <summary>The names of the labels that are all numbers.</summary>
    public IReadOnlyCollection<string> NumberLabels { get; init; } = [];
}
