namespace Granary.Data.Columns;

/// <summary>How the fields of a column are read.</summary>
/// <param name="IsNumber">Whether as numbers; otherwise as texts.</param>
/// <param name="Shift">What is subtracted from numbers before they are rounded to float32.</param>
/// <param name="MissingIsFault">Whether a number may not be missing.</param>
/// <param name="MostTexts">How many distinct texts are kept at most.</param>
public readonly record struct ColumnReading(bool IsNumber, double Shift, bool MissingIsFault, int MostTexts)
{
    /// <summary>More distinct texts than this are no categories, and would fill the memory.</summary>
    public const int MostCategories = 1 << 16;

    /// <summary>Texts of any number.</summary>
    public static ColumnReading AnyText { get; } = new(false, 0, false, int.MaxValue);
}
