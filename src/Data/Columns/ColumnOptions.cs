using Granary.Data.Scaling;

namespace Granary.Data.Columns;

/// <summary>How a CSV column is used, as far as it is given; the rest is guessed from the training source.</summary>
public sealed record ColumnOptions
{
    /// <summary>How many categories get features of their own where nothing else is said.</summary>
    public const int DefaultMaxCategories = 100;

    /// <summary>Nothing is given.</summary>
    public static ColumnOptions None { get; } = new();

    /// <summary>What its fields are.</summary>
    public ColumnType? Type { get; init; }

    /// <summary>What stands in for missing numbers and dates.</summary>
    public MissingPolicy Missing { get; init; } = MissingPolicy.Median;

    /// <summary>How its numbers are scaled; null for the request's scaling.</summary>
    public FeatureScaling? Scaling { get; init; }

    /// <summary>How many features its categories get at most; the rarest ones share the last of them. At least 2.</summary>
    public int MaxCategories { get; init; } = DefaultMaxCategories;

    /// <summary>How its dates are written, in .NET's letters, for example <c>dd.MM.yyyy</c>.</summary>
    public string? DateFormat { get; init; }
}
