using Granary.Data.Columns;
using Granary.Data.Values;

namespace Granary.Data.Encodings;

/// <summary>Raw values of single rows, as a source would give them.</summary>
public static class RawValue
{
    /// <summary>The number that stands for a text of a column that is no category.</summary>
    /// <param name="plan">How the column is read.</param>
    /// <param name="text">The text.</param>
    /// <param name="numbers">How numbers are written.</param>
    /// <returns>The number, seconds since the beginning of 1970 for a date; NaN where it is missing; null where it is none.</returns>
    public static double? Read(ColumnPlan plan, string text, NumberForm numbers) =>
        MissingValues.Contains(text) ? double.NaN : ColumnNumbers.Read(plan, text.Trim(), numbers);

    /// <summary>Whether a text says that there is no value.</summary>
    public static bool IsMissing(string text) => MissingValues.Contains(text);

    /// <summary>A number of a column as it is after it was read from a source, which keeps numbers as float32.</summary>
    /// <param name="plan">How the column is read.</param>
    /// <param name="number">The number.</param>
    public static double Round(ColumnPlan plan, double number) => plan.Reading switch
    {
        { IsNumber: false } => number,
        { Shift: 0 } => (float)number,
        { Shift: var shift } => (float)(number - shift) + shift,
    };
}
