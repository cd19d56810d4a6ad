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
    /// <param name="faults">Receives why it cannot be divided.</param>
    /// <returns>The rows for training and those held out, in the order of the file; null after faults were added.</returns>
    public static (int[] Train, int[]? Test)? Divide(HeldOutRows? request, long seed, Table train, ClassTarget? classes, FaultList faults)
    {
        if (request is not { } rows)
        {
            return ([.. Enumerable.Range(0, train.Rows)], null);
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
            _ => DivideByTime(train, rows.Fraction, faults),
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
        var column = train.HeldOutBy!;
        if (column.Texts.Count < 2)
        {
            faults.Add(train.File, null, column.Column, $"All rows are of one group, {FaultText.Quote(column.Texts[0])}: expected at least two.");
            return null;
        }

        return HeldOutSplit.DivideGroups(seed, column.Rows, fraction);
    }

    private static (int[] Train, int[]? Test)? DivideByTime(Table train, double fraction, FaultList faults)
    {
        var column = train.HeldOutBy!;
        var numbers = train.Dialect?.Numbers ?? NumberForm.Plain;
        var areNumbers = column.Texts.All(t => numbers.TryParse(t, out _));
        var format = areNumbers ? null : DateFormats.Of(column.Texts).FirstOrDefault();
        if (!areNumbers && format is null)
        {
            faults.Add(train.File, column.FirstLines[0], column.Column, $"Found {FaultText.Quote(column.Texts[0])} for {FaultText.Quote(column.Name)}, "
                + "by whose times rows are held out: expected all its fields to be dates in one form, or numbers.");
            return null;
        }

        var byCode = column.Texts.Select(t => format is null ? Number(numbers, t) : DateFormats.Read(t, format)!.Value).ToArray();
        if (byCode.Distinct().Count() < 2)
        {
            faults.Add(train.File, null, column.Column, $"All rows are of one time, {FaultText.Quote(column.Texts[0])}: expected at least two.");
            return null;
        }

        return HeldOutSplit.DivideTimes([.. column.Rows.Select(code => byCode[code])], fraction);
    }

    private static double Number(NumberForm form, string text) => form.TryParse(text, out var number) ? number : 0;
}
