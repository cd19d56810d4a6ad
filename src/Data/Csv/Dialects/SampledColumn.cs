using Granary.Data.Values;

namespace Granary.Data.Csv.Dialects;

/// <summary>What the first records say about a column.</summary>
/// <param name="IsNumber">Whether nearly all of its fields are numbers, those apart that are missing.</param>
/// <param name="IsDate">Whether all of them are dates.</param>
/// <param name="Shift">
/// A number of the column where its numbers are much larger than their differences, otherwise 0. Numbers less this one keep their
/// differences when they are rounded to float32, in the rest of the file as well: no difference is larger than the range of the column.
/// </param>
internal readonly record struct SampledColumn(bool IsNumber, bool IsDate, double Shift)
{
    // One wrong field does not make texts of all the others: it is a fault, which is told.
    private const double NearlyAll = 0.9;

    // With numbers 8 times their range, rounding takes less than a millionth of the range.
    private const double Large = 8;

    /// <summary>Looks at all columns of a CSV file.</summary>
    public static SampledColumn[] Of(CsvSample sample, NumberForm numbers, bool hasHeader) =>
        Of([.. sample.Records.Skip(hasHeader ? 1 : 0).Where(r => r.Length == sample.Columns)], sample.Columns, numbers);

    /// <summary>Looks at all columns.</summary>
    /// <param name="records">The first records, each with as many fields as there are columns.</param>
    /// <param name="columns">Number of columns.</param>
    /// <param name="numbers">How numbers are written.</param>
    public static SampledColumn[] Of(IReadOnlyList<string[]> records, int columns, NumberForm numbers) =>
        [.. Enumerable.Range(0, columns).Select(c => Of(records.Select(r => r[c]), numbers))];

    private static SampledColumn Of(IEnumerable<string> fields, NumberForm form)
    {
        var present = fields.Where(f => !MissingValues.Contains(f)).ToArray();
        var numbers = new List<double>();
        foreach (var field in present)
        {
            if (form.TryParse(field, out var number))
            {
                numbers.Add(number);
            }
        }

        var isNumber = numbers.Count > 0 && numbers.Count >= NearlyAll * present.Length;
        return new SampledColumn(
            isNumber, !isNumber && DateFormats.Of([.. present.Distinct()]).Length > 0, isNumber ? ShiftOf(numbers) : 0);
    }

    private static double ShiftOf(List<double> numbers)
    {
        var (smallest, largest) = (numbers.Min(), numbers.Max());
        var isLarge = Math.Max(Math.Abs(smallest), Math.Abs(largest)) > Large * (largest - smallest);
        return isLarge && double.IsFinite(largest - smallest) ? numbers[0] : 0;
    }
}

/// <summary>What the first records of a file say.</summary>
/// <param name="Dialect">How it writes a table.</param>
/// <param name="Columns">What is in the columns, by field.</param>
internal sealed record CsvGuess(CsvDialect Dialect, SampledColumn[] Columns);
