namespace Granary.Grains.Interfaces.Uploads;

/// <summary>What a data set looks like.</summary>
[GenerateSerializer, Immutable, Alias("granary.DataSetView")]
public sealed record DataSetView
{
    /// <summary>Its columns, in the order of the file. For an array none.</summary>
    [Id(0)]
    public required ColumnView[] Columns { get; init; }

    /// <summary>The first rows, field by field, as they are written.</summary>
    [Id(1)]
    public required string[][] FirstRows { get; init; }

    /// <summary>What it is, in a few words, where it is no table.</summary>
    [Id(2)]
    public required string Format { get; init; }
}

/// <summary>A column of a data set, by a sample of its rows.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type: number, category or date.</param>
[GenerateSerializer, Immutable, Alias("granary.ColumnView")]
public sealed record ColumnView([property: Id(0)] string Name, [property: Id(1)] string Type);
