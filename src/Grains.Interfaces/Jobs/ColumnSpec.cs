namespace Granary.Grains.Interfaces.Jobs;

/// <summary>How a CSV column is used. What is null is guessed from the training source, or follows from the rest of the job.</summary>
[GenerateSerializer, Immutable, Alias("granary.ColumnSpec")]
public sealed record ColumnSpec
{
    /// <summary>The column's name.</summary>
    [Id(0)]
    public required string Name { get; init; }

    /// <summary>What its fields are.</summary>
    [Id(1)]
    public ColumnTypeName? Type { get; init; }

    /// <summary>What stands in for missing numbers and dates; null for the median.</summary>
    [Id(2)]
    public MissingName? Missing { get; init; }

    /// <summary>How its numbers are scaled.</summary>
    [Id(3)]
    public ScalingName? Scaling { get; init; }

    /// <summary>What numbers are multiplied by with <see cref="ScalingName.Factor"/>; above 0.</summary>
    [Id(4)]
    public float ScaleFactor { get; init; } = 1;

    /// <summary>How many features its categories get at most, from 2 on; null for 100.</summary>
    [Id(5)]
    public int? MaxCategories { get; init; }

    /// <summary>How its dates are written, in .NET's letters.</summary>
    [Id(6)]
    public string? Format { get; init; }
}
