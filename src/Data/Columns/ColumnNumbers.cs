using System.Globalization;
using Granary.Data.Values;
using Granary.Data.Faults;
using Granary.Data.Tables;

namespace Granary.Data.Columns;

/// <summary>The numbers that a column stands for: its own, 0 and 1 for no and yes, seconds for dates. NaN where one is missing.</summary>
internal sealed class ColumnNumbers
{
    private readonly NumberColumn? _numbers;
    private readonly IReadOnlyList<int> _codes = [];
    private readonly double[] _byCode = [];

    private ColumnNumbers(NumberColumn numbers) => _numbers = numbers;

    private ColumnNumbers(TextColumn texts, double[] byCode)
    {
        _codes = texts.Rows;
        _byCode = byCode;
    }

    /// <summary>Finds the numbers of a column.</summary>
    /// <param name="plan">How it is used.</param>
    /// <param name="column">The column.</param>
    /// <param name="numbers">How its file writes numbers.</param>
    /// <param name="faults">Receives texts that are not what was expected.</param>
    public static ColumnNumbers Of(ColumnPlan plan, TableColumn column, NumberForm numbers, FaultList faults)
    {
        if (column is NumberColumn ready)
        {
            return new ColumnNumbers(ready);
        }

        var texts = (TextColumn)column;
        var byCode = new double[texts.Texts.Count];
        for (var code = 0; code < byCode.Length; code++)
        {
            var text = texts.Texts[code];
            byCode[code] = text.Length == 0 ? double.NaN : Read(plan, text, numbers) ?? double.NaN;
            if (double.IsNaN(byCode[code]) && (text.Length > 0 || plan.Options.Missing == MissingPolicy.Refuse))
            {
                faults.Add(texts.File, texts.FirstLines[code], texts.Column, Describe(plan, text));
            }
        }

        return new ColumnNumbers(texts, byCode);
    }

    /// <summary>The numbers of chosen rows.</summary>
    public void CopyTo(Span<double> numbers, ReadOnlySpan<int> rows)
    {
        if (_numbers is not null)
        {
            _numbers.CopyTo(numbers, rows);
            return;
        }

        for (var r = 0; r < rows.Length; r++)
        {
            numbers[r] = _byCode[_codes[rows[r]]];
        }
    }

    /// <summary>The number that a text stands for; null for a text that is none.</summary>
    public static double? Read(ColumnPlan plan, string text, NumberForm numbers) => plan.Type switch
    {
        ColumnType.Boolean => BooleanWords.Read(text),
        ColumnType.Date => DateFormats.Read(text, plan.DateFormat!),
        _ => numbers.TryParse(text, out var number) && double.IsFinite(number) ? number : null,
    };

    private static string Describe(ColumnPlan plan, string text)
    {
        var expected = plan.Type switch
        {
            ColumnType.Boolean => "yes or no, true or false, or another such pair",
            ColumnType.Date =>
                $"a date like {DateTime.UnixEpoch.AddDays(45).ToString(plan.DateFormat, CultureInfo.InvariantCulture)} ({plan.DateFormat})",
            _ => "a number",
        };
        return text.Length == 0
            ? $"The field of {FaultText.Quote(plan.Name)} is empty, expected {expected}. Fill it in or take the row out."
            : $"Found {FaultText.Quote(text)} for {FaultText.Quote(plan.Name)}, expected {expected}. Correct it, or give the column another "
                + "type under \"columns\".";
    }
}
