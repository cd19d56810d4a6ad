using Granary.Data.Columns;

namespace Granary.Data.Records;

/// <summary>Where in a record the wanted fields are.</summary>
/// <param name="Features">The field of each column that may become features, from 0, and how it is read.</param>
/// <param name="Labels">The field of each label, and whether it is a number; empty when labels are not read.</param>
/// <param name="HeldOutBy">The field of the column by which rows are held out; -1 for none.</param>
internal readonly record struct RecordColumns((int Field, ColumnReading Reading)[] Features, (int Field, bool IsNumber)[] Labels, int HeldOutBy)
{
    /// <summary>The fields whose texts are kept as they are written.</summary>
    public int[] Kept { get; init; } = [];
}
