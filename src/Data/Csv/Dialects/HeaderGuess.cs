using Granary.Data.Values;

namespace Granary.Data.Csv.Dialects;

/// <summary>Guesses whether the first record of a sample names the columns.</summary>
internal static class HeaderGuess
{
    /// <summary>Each column votes.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="numbers">How it writes numbers.</param>
    /// <param name="wanted">A name that the job uses, null for none: it decides where it is there.</param>
    public static bool Of(CsvSample sample, NumberForm numbers, string? wanted)
    {
        if (sample.Records.FirstOrDefault() is not { } first || first.Contains(wanted))
        {
            return true;
        }

        var names = first.Where(name => name.Length > 0).ToArray();
        if (names.Length == 0 || names.Distinct().Count() < names.Length)
        {
            return false;
        }

        var rest = sample.Records.Skip(1).Where(r => r.Length == first.Length).ToArray();
        var votes = Enumerable.Range(0, first.Length).Sum(c => Vote(first[c], rest.Select(r => r[c]), numbers));
        return votes > 0 || (votes == 0 && !names.All(name => numbers.TryParse(name, out _)));
    }

    // 1 for a header, -1 against it, 0 where the column does not tell.
    private static int Vote(string first, IEnumerable<string> rest, NumberForm numbers)
    {
        var values = rest.Where(v => !MissingValues.Contains(v)).ToArray();
        if (values.Length == 0 || MissingValues.Contains(first))
        {
            return 0;
        }

        if (values.All(v => numbers.TryParse(v, out _)))
        {
            return numbers.TryParse(first, out _) ? -1 : 1;
        }

        return values.Contains(first) ? -1 : 0;
    }
}
