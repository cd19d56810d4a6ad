using Granary.Data.Columns;
using Granary.Data.Faults;
using Granary.Data.Tables;
using Granary.Data.Targets;
using Granary.Data.Values;

namespace Granary.Data.Splits;

/// <summary>Divides the training source where test rows are held out of it.</summary>
internal static class TableSplit
{
    /// <summary>Divides the rows of the training source.</summary>
    /// <param name="request">Which rows are held out; null for none.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="train">The training source.</param>
    /// <param name="classes">Its classes; null where its labels are none.</param>
    /// <param name="given">What is given of columns, that of times among them.</param>
    /// <param name="notes">Receives what a user should know of it.</param>
    /// <param name="faults">Receives why it cannot be divided.</param>
    /// <returns>The rows for training and those held out, in the order of the file; null after faults were added.</returns>
    public static (int[] Train, int[]? Test)? Divide(
        HeldOutRows? request,
        long seed,
        Table train,
        ClassTarget? classes,
        IReadOnlyDictionary<string, ColumnOptions> given,
        ICollection<string> notes,
        FaultList faults)
    {
        if (request is not { } rows)
        {
            return (train.AllRows(), null);
        }

        if (train.Rows < 2)
        {
            faults.Add(train.File, "Found one row, expected at least two to hold out test rows from.");
            return null;
        }

        return rows.By switch
        {
            HeldOutBy.Row => HeldOutSplit.Divide(seed, train.Rows, rows.Fraction),
            HeldOutBy.Class => DivideByClass(seed, train, classes, rows.Fraction, faults),
            HeldOutBy.Group => DivideByGroup(seed, train, rows.Fraction, faults),
            _ => DivideByTime(train, rows.Fraction, given.GetValueOrDefault(rows.Column!)?.DateFormat, notes, faults),
        };
    }

    private static (int[] Train, int[]? Test)? DivideByClass(
        long seed, Table train, ClassTarget? classes, double fraction, FaultList faults)
    {
        if (classes is null)
        {
            faults.Add(train.File, "Rows cannot be held out by class: the labels are no classes. Hold them out by row, group or time.");
            return null;
        }

        return HeldOutSplit.DivideClasses(seed, classes.ClassesOf(train.Labels[0]), fraction);
    }

    private static (int[] Train, int[]? Test)? DivideByGroup(long seed, Table train, double fraction, FaultList faults)
    {
        var column = train.SplitColumn!;
        if (column.Texts.Count < 2)
        {
            faults.Add(train.File, null, column.Column, $"All rows are of one group, {FaultText.Quote(column.Texts[0])}: expected at least two.");
            return null;
        }

        return HeldOutSplit.DivideGroups(seed, column.Rows, fraction);
    }

    private static (int[] Train, int[]? Test)? DivideByTime(
        Table train, double fraction, string? format, ICollection<string> notes, FaultList faults)
    {
        var column = train.SplitColumn!;
        if (ReadTimes(column, train.Numbers, format, notes, faults) is not { } byCode)
        {
            return null;
        }

        if (byCode.Distinct().Count() < 2)
        {
            faults.Add(train.File, null, column.Column, $"All rows are of one time, {FaultText.Quote(column.Texts[0])}: expected at least two.");
            return null;
        }

        return HeldOutSplit.DivideTimes([.. column.Rows.Select(code => byCode[code])], fraction);
    }

    // For each text its time; null after a fault was added.
    private static double[]? ReadTimes(
        TextColumn column, NumberForm numbers, string? format, ICollection<string> notes, FaultList faults)
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
            if (DateFormats.Describe(column.Name, formats) is { } note)
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
