using Granary.Data.Csv.Dialects;

namespace Granary.Data.Tables;

/// <summary>What a source holds, as read: nothing is scaled, divided or encoded yet.</summary>
/// <param name="File">The file of the features.</param>
/// <param name="FeatureNames">A name for each column of <paramref name="Features"/>.</param>
/// <param name="Features">The features, one row for each record.</param>
/// <param name="Labels">The labels, or null when they were not asked for.</param>
internal sealed record Table(string File, IReadOnlyList<string> FeatureNames, FloatRows Features, LabelColumn? Labels)
{
    /// <summary>For CSV the line each row starts on; null for arrays.</summary>
    public IReadOnlyList<int>? Lines { get; init; }

    /// <summary>For CSV how the file writes a table; null for arrays.</summary>
    public CsvDialect? Dialect { get; init; }

    /// <summary>What a user should know about how the file was read: guesses that are not the usual ones, and columns left out.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>For CSV the field, from 0, of each feature within its record; null for arrays.</summary>
    public IReadOnlyList<int>? Fields { get; init; }
}
