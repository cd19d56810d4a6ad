using Granary.Data.Scaling;

namespace Granary.Data.Columns;

/// <summary>How a column of the training source is used, and its namesakes in all other sources.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">What its fields are; <see cref="ColumnType.Ignore"/> never.</param>
/// <param name="Reading">How its fields are read.</param>
/// <param name="Scaling">How its numbers are scaled.</param>
/// <param name="Options">What was given.</param>
/// <param name="DateFormat">For dates how they are written; null for other types.</param>
public sealed record ColumnPlan(
    string Name, ColumnType Type, ColumnReading Reading, FeatureScaling Scaling, ColumnOptions Options, string? DateFormat);
