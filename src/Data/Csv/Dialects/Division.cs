using Granary.Data.Values;

namespace Granary.Data.Csv.Dialects;

/// <summary>How well a separator divides the start of a file into fields.</summary>
/// <remarks>
/// The best gives nearly all records the same number of fields; of several, one that needs no title before the table; then the one that
/// leaves the fewest separators of other kinds inside fields; then the one with the largest share of numbers.
/// </remarks>
/// <param name="Sample">The fields.</param>
/// <param name="Numbers">How numbers are written in them.</param>
/// <param name="Undivided">The share of the fields that hold another separator, numbers apart.</param>
/// <param name="NumberShare">The share of the fields that are numbers.</param>
internal sealed record Division(CsvSample Sample, NumberForm Numbers, double Undivided, double NumberShare) : IComparable<Division>
{
    // A few broken records must not count.
    private const double NearlyAll = 0.98;

    /// <summary>The separators there are; where two do equally well the first is better.</summary>
    public static char[] Separators { get; } = [',', ';', '\t', '|'];

    /// <summary>Looks at a sample.</summary>
    public static Division Of(CsvSample sample, CsvOptions options)
    {
        var values = sample.Records.SelectMany(r => r).Where(f => !MissingValues.Contains(f)).ToArray();
        var (form, numbers) = NumberFormGuess.Of(sample.Separator, values, options);
        var others = Separators.Where(s => s != sample.Separator).ToArray();
        var undivided = values.Count(v => v.IndexOfAny(others) >= 0 && !form.TryParse(v, out _));
        var count = (double)Math.Max(1, values.Length);
        return new Division(sample, form, undivided / count, numbers / count);
    }

    /// <inheritdoc/>
    public int CompareTo(Division? other) => other is null ? 1 : Merit.CompareTo(other.Merit);

    private (double, bool, double, double, double, int) Merit => (
        Math.Min(Sample.Share, NearlyAll),
        Sample.LinesBefore == 0,
        -Undivided,
        NumberShare,
        Sample.Share,
        -Array.IndexOf(Separators, Sample.Separator));
}
