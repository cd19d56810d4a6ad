using Granary.Data.Columns;
using Granary.Data.Csv.Dialects;
using Granary.Data.Scaling;
using Granary.Data.Sources;
using Granary.Data.Splits;
using Granary.Data.Targets;

namespace Granary.Data;

/// <summary>Which data a job trains and tests on.</summary>
/// <param name="Train">Where the training rows come from.</param>
public sealed record DataRequest(DataSource Train)
{
    /// <summary>
    /// The CSV columns that hold the labels, at least one. For arrays none, or the column of a matrix of labels: c1, c2, and so on.
    /// </summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>How the CSV files write a table, as far as it is given.</summary>
    public CsvOptions Csv { get; init; } = new();

    /// <summary>
    /// The CSV columns that are features, in the order the network sees them; null for all columns but the labels, in the
    /// order of the training file, and for arrays.
    /// </summary>
    public IReadOnlyList<string>? Features { get; init; }

    /// <summary>The column of the training table that says how much each row counts in training, at least 0; null where all count the same.</summary>
    public string? Weight { get; init; }

    /// <summary>How single CSV columns are used, by their names; the labels' too.</summary>
    public IReadOnlyDictionary<string, ColumnOptions> Columns { get; init; } = new Dictionary<string, ColumnOptions>();

    /// <summary>How numbers are scaled; null for <see cref="FeatureScaling.Standardize"/> of CSV columns and none of arrays.</summary>
    public FeatureScaling? Scaling { get; init; }

    /// <summary>Where the rows come from on which a job is evaluated while it is trained; null for none.</summary>
    public OtherRows? Validation { get; init; }

    /// <summary>Where the test rows come from; null for none.</summary>
    public OtherRows? Test { get; init; }

    /// <summary>Decides which rows are held out.</summary>
    public long Seed { get; init; }

    /// <summary>What labels that are numbers are.</summary>
    public TargetPreference Targets { get; init; }

    /// <summary>How values to be predicted are scaled where nothing is said of their column.</summary>
    public FeatureScaling TargetScaling { get; init; } = FeatureScaling.Standardize;

    /// <summary>The column by whose groups or times rows are held out; null for none.</summary>
    internal string? SplitColumn => (Test as HeldOutRows)?.Column ?? (Validation as HeldOutRows)?.Column;

    /// <summary><see cref="Scaling"/>, or what stands for it when it is not given.</summary>
    internal FeatureScaling ScalingOfNumbers => Scaling ?? (Train is TableSource ? FeatureScaling.Standardize : FeatureScaling.None);
}
