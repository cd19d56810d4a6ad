using Granary.Data.Values;

namespace Granary.Data.Csv.Dialects;

/// <summary>Guesses how fields write numbers.</summary>
internal static class NumberFormGuess
{
    // Spaces: a common one, and the two that do not break a line.
    private static readonly char[] AfterPoint = [',', ' ', '\u00A0', '\u202F', '\''];
    private static readonly char[] AfterComma = ['.', ' ', '\u00A0', '\u202F', '\''];

    /// <summary>The form in which most fields are numbers; the simpler one where two read the same.</summary>
    /// <param name="separator">What stands between fields.</param>
    /// <param name="values">The fields.</param>
    /// <param name="options">What is given.</param>
    /// <returns>The form, and how many fields are numbers in it.</returns>
    public static (NumberForm Form, int Numbers) Of(char separator, IEnumerable<string> values, CsvOptions options)
    {
        // Without a digit no form makes a number of it.
        var candidates = values.Where(v => v.Any(char.IsAsciiDigit)).ToArray();
        var (best, most) = (NumberForm.Plain, -1);
        foreach (var form in Forms(separator, options))
        {
            var numbers = candidates.Count(v => form.TryParse(v, out _));
            if (numbers > most)
            {
                (best, most) = (form, numbers);
            }

            if (most == candidates.Length)
            {
                break;
            }
        }

        return (best, most);
    }

    // Who separates fields by commas writes 1,234 for a thousand, and who does not may write it for one and a quarter.
    private static IEnumerable<NumberForm> Forms(char separator, CsvOptions options)
    {
        var point = AfterPoint.Select(mark => new NumberForm('.', mark));
        var comma = AfterComma.Select(mark => new NumberForm(',', mark));
        var plainComma = new NumberForm(',', null);
        var all = separator == ','
            ? [NumberForm.Plain, .. point, plainComma, .. comma]
            : new[] { NumberForm.Plain, plainComma }.Concat(point).Concat(comma);
        return Given(options, all);
    }

    private static IEnumerable<NumberForm> Given(CsvOptions options, IEnumerable<NumberForm> forms)
    {
        var decimals = options.DecimalMark is { } d ? forms.Where(f => f.DecimalMark == d) : forms;
        return options.ThousandsMark is { } mark
            ? decimals.Where(f => f.DecimalMark != mark).Select(f => f with { ThousandsMark = mark }).Distinct()
            : decimals;
    }
}
