using Granary.Data.Csv.Dialects;
using Granary.Data.Scaling;
using Granary.Data.Sources;
using Granary.Numerics.Datasets;

namespace Granary.Data;

/// <summary>Which data a job trains and tests on.</summary>
/// <param name="Train">Where the training rows come from.</param>
public sealed record DataRequest(DataSource Train)
{
    /// <summary>
    /// The CSV column that holds the label. For arrays, null, or the column of a matrix of labels: c1, c2, and so on.
    /// </summary>
    public string? Label { get; init; }

    /// <summary>How the CSV files write a table, as far as it is given.</summary>
    public CsvOptions Csv { get; init; } = new();

    /// <summary>
    /// The CSV columns that are features, in the order the network sees them; null for all columns but the label, in the
    /// order of the training file, and for arrays.
    /// </summary>
    public IReadOnlyList<string>? Features { get; init; }

    /// <summary>How features are scaled; what has to be measured for it is measured on the training rows only.</summary>
    public FeatureScaling Scaling { get; init; } = FeatureScaling.None;

    /// <summary>Where the test rows come from; null for none.</summary>
    public TestRequest? Test { get; init; }

    /// <summary>Decides which rows are held out.</summary>
    public long Seed { get; init; }

    /// <summary>
    /// True when the network has one output and the loss is the squared error. Targets are then
    /// <see cref="TargetKind.Values"/> if every label of the training source is a number; in all other cases they are
    /// <see cref="TargetKind.Classes"/>.
    /// </summary>
    public bool OneOutputSquaredError { get; init; }
}
