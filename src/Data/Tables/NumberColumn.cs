namespace Granary.Data.Tables;

/// <summary>A column of numbers among others of its table. NaN stands where one is missing.</summary>
/// <param name="name">Its name.</param>
/// <param name="column">The field within the record, from 1; null for arrays.</param>
/// <param name="rows">The numbers of all columns, less their shifts.</param>
/// <param name="index">Which of them is this column's.</param>
/// <param name="shift">
/// What was subtracted before a number was rounded to float32; not 0 where numbers are much larger than their differences, as years are.
/// </param>
internal sealed class NumberColumn(string name, int? column, FloatRows rows, int index, double shift) : TableColumn(name, column)
{
    /// <summary>What was subtracted before numbers were rounded.</summary>
    public double Shift { get; } = shift;

    /// <inheritdoc/>
    public override string Show(int row) => $"{(float)(Shift + rows[row][index])}";

    /// <summary>Whether the same number is in all rows, and missing in none.</summary>
    public bool IsConstant()
    {
        var first = rows[0][index];
        for (var row = 0; row < rows.Count; row++)
        {
            if (rows[row][index] != first)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The numbers of chosen rows.</summary>
    public void CopyTo(Span<double> numbers, ReadOnlySpan<int> chosen)
    {
        rows.CopyColumn(index, chosen, numbers);

        // Adding 0 would take the sign off a negative zero.
        if (Shift != 0)
        {
            foreach (ref var number in numbers)
            {
                number += Shift;
            }
        }
    }
}
