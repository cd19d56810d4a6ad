using Granary.Data.Csv.Dialects;

namespace Granary.Data.Tables;

/// <summary>How the training source was read: all others of a job are read the same way.</summary>
/// <param name="FeatureNames">The features, in the order that the network sees them.</param>
/// <param name="Dialect">For CSV how the file writes a table; null for arrays.</param>
internal sealed record TrainingLayout(IReadOnlyList<string> FeatureNames, CsvDialect? Dialect)
{
    public static TrainingLayout? Of(Table? table) => table is null ? null : new TrainingLayout(table.FeatureNames, table.Dialect);
}
