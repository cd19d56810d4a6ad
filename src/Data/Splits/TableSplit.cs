using Granary.Data.Columns;
using Granary.Data.Faults;
using Granary.Data.Tables;
using Granary.Data.Targets;
using Granary.Data.Values;
using Granary.Formulas.Randomness;

namespace Granary.Data.Splits;

/// <summary>Divides the training source where rows are held out of it.</summary>
/// <param name="train">The training source.</param>
/// <param name="classes">Its classes; null where its labels are none.</param>
/// <param name="seed">The seed.</param>
/// <param name="given">What is given of columns, that of times among them.</param>
/// <param name="notes">Receives what a user should know of it.</param>
/// <param name="faults">Receives why it cannot be divided.</param>
internal sealed class TableSplit(
    Table train,
    ClassTarget? classes,
    long seed,
    IReadOnlyDictionary<string, ColumnOptions> given,
    ICollection<string> notes,
    FaultList faults)
{
    /// <summary>Holds rows out.</summary>
    /// <param name="request">Which rows are held out; null for none.</param>
    /// <param name="rows">The rows that there are, in the order of the file.</param>
    /// <param name="purpose">What they are held out for.</param>
    /// <returns>The rows for training and those held out, in the order of the file; null after faults were added.</returns>
    public (int[] Train, int[]? HeldOut)? Divide(HeldOutRows? request, int[] rows, RandomPurpose purpose)
    {
        if (request is null)
        {
            return (rows, null);
        }

        if (rows.Length < 2)
        {
            faults.Add(train.File, $"Found {(rows.Length == 1 ? "one row" : "no row")}, expected at least two to hold out rows from.");
            return null;
        }

        var split = new HeldOutSplit(seed, purpose);
        var parts = (request.By ?? (classes is null ? HeldOutBy.Row : HeldOutBy.Class)) switch
        {
            HeldOutBy.Row => split.Divide(rows.Length, request.Fraction),
            HeldOutBy.Class => DivideByClass(split, rows, request.Fraction),
            HeldOutBy.Group => DivideByGroup(split, rows, request.Fraction),
            _ => DivideByTime(rows, request.Fraction, given.GetValueOrDefault(request.Column!)?.DateFormat),
        };
        return parts is var (kept, held) ? (Pick(kept), Pick(held)) : null;

        int[] Pick(int[] part) => Array.ConvertAll(part, r => rows[r]);
    }

    private (int[] Train, int[] HeldOut)? DivideByClass(HeldOutSplit split, int[] rows, double fraction)
    {
        if (classes is null)
        {
            faults.Add(train.File, "Rows cannot be held out by class: the labels are no classes. Hold them out by row, group or time.");
            return null;
        }

        var all = classes.ClassesOf(train.Labels[0]);
        return split.DivideClasses([.. rows.Select(r => all[r])], fraction);
    }

    private (int[] Train, int[] HeldOut)? DivideByGroup(HeldOutSplit split, int[] rows, double fraction)
    {
        var column = train.SplitColumn!;
        int[] codes = [.. rows.Select(r => column.Rows[r])];
        if (codes.Distinct().Count() < 2)
        {
            faults.Add(train.File, null, column.Column, $"All rows are of one group, {FaultText.Quote(column.Texts[codes[0]])}: expected at least two.");
            return null;
        }

        // Groups that have no row here get no number.
        var numbers = codes.Distinct().Order().Select((code, number) => (code, number)).ToDictionary(g => g.code, g => g.number);
        return split.DivideGroups([.. codes.Select(code => numbers[code])], fraction);
    }

    private (int[] Train, int[] HeldOut)? DivideByTime(int[] rows, double fraction, string? format)
    {
        var column = train.SplitColumn!;
        if (ReadTimes(column, train.Numbers, format) is not { } byCode)
        {
            return null;
        }

        double[] times = [.. rows.Select(r => byCode[column.Rows[r]])];
        if (times.Distinct().Count() < 2)
        {
            faults.Add(train.File, null, column.Column, $"All rows are of one time, {FaultText.Quote(column.Texts[column.Rows[rows[0]]])}: expected at least two.");
            return null;
        }

        return HeldOutSplit.DivideTimes(times, fraction);
    }

    // For each text its time; null after a fault was added.
    private double[]? ReadTimes(TextColumn column, NumberForm numbers, string? format)
    {
        var texts = column.Texts;
        var areNumbers = format is null && Number(numbers, texts[0]) is not null;
        var chosen = format;
        if (!areNumbers && format is null)
        {
            var formats = DateFormats.Of(texts, out var misfit);
            if (misfit >= 0)
            {
                AddFault(misfit);
                return null;
            }

            chosen = formats[0];
            if (DateFormats.Describe(column.Name, formats) is { } note && !notes.Contains(note))
            {
                notes.Add(note);
            }
        }

        var times = texts.Select(t => areNumbers ? Number(numbers, t) : DateFormats.Read(t, chosen!)).ToArray();
        var unread = Array.IndexOf(times, null);
        if (unread >= 0)
        {
            AddFault(unread);
            return null;
        }

        return [.. times.Select(t => t!.Value)];

        void AddFault(int code) => faults.Add(column.File, column.FirstLines[code], column.Column,
            $"Found {FaultText.Quote(texts[code])} for {FaultText.Quote(column.Name)}, by whose times rows are held out: "
            + $"expected all its fields to be dates in {(format is null ? "one form, or numbers" : $"the form {format}")}.");
    }

    private static double? Number(NumberForm form, string text) => form.TryParse(text, out var number) && double.IsFinite(number) ? number : null;
}
