using Granary.Data.Columns;

namespace Granary.Data.Records;

/// <summary>Which columns a CSV file must have, and how they are read.</summary>
/// <param name="Labels">The labels' columns; empty when labels are not read.</param>
/// <param name="Features">The columns that may become features, or null for all others.</param>
/// <param name="ReadingOf">How a column is read, by its name and its field, from 0; null for one that is left out.</param>
internal sealed record RecordLayout(
    IReadOnlyList<string> Labels, IReadOnlyList<string>? Features, Func<string, int, ColumnReading?> ReadingOf)
{
    /// <summary>Whether a label is a number, by its name and its field, from 0: then a word for a missing value is no class.</summary>
    public Func<string, int, bool> IsNumberLabel { get; init; } = (_, _) => false;

    /// <summary>The column by which rows are held out; null for none.</summary>
    public string? HeldOutBy { get; init; }

    /// <summary>The column of the rows' weights, which is read beside the features; null for none.</summary>
    public string? Weight { get; init; }

    /// <summary>Columns whose texts are kept as they are written.</summary>
    public IReadOnlyList<string> Kept { get; init; } = [];

    /// <summary>Columns of which the job says something, so that they have to be there.</summary>
    public IReadOnlyCollection<string> Mentioned { get; init; } = [];

    /// <summary>The columns that the training source had; null when other ones are passed over.</summary>
    public IReadOnlyCollection<string>? Known { get; init; }
}
