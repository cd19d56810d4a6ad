using Granary.Data.Columns;
using Granary.Data.Faults;
using Granary.Data.Tables;
using Granary.Data.Values;
using Granary.Numerics.Datasets;

namespace Granary.Data.Targets;

/// <summary>Decides what the labels of a training source are.</summary>
internal static class TargetChoice
{
    // Few numbers, each in many rows, stand for classes.
    private const int MostClasses = 20;
    private const double ClassesPerRow = 0.05;
    private const double ClassesPerRowOfFew = 0.1;
    private const int FewRows = 1000;

    /// <summary>Decides it.</summary>
    /// <param name="table">The training source.</param>
    /// <param name="preference">What the job says.</param>
    /// <param name="given">What is given of columns, the labels among them.</param>
    /// <param name="faults">Receives what is wrong with it.</param>
    public static TargetKind Of(
        Table table, TargetPreference preference, IReadOnlyDictionary<string, ColumnOptions> given, FaultList faults)
    {
        var labels = table.Labels;
        if (labels.Count == 1)
        {
            return IsClass(table, preference, given.GetValueOrDefault(labels[0].Name, ColumnOptions.None)) ? TargetKind.Classes : TargetKind.Values;
        }

        if (labels.All(l => IsYesNo(l, given.GetValueOrDefault(l.Name, ColumnOptions.None))))
        {
            return TargetKind.MultiLabel;
        }

        foreach (var label in labels)
        {
            var code = label.Texts.ToList().FindIndex(text => !ValueTargets.TryParse(text, out _));
            if (code >= 0)
            {
                faults.Add(label.File, label.FirstLines[code], label.Column, $"The label {FaultText.Quote(label.Name)} is "
                    + $"{FaultText.Quote(label.Texts[code])}: expected several labels to be all yes or no, or all numbers.");
            }
        }

        return TargetKind.Values;
    }

    /// <summary>Whether nothing is given of a label that makes classes of its numbers.</summary>
    public static bool MayBeNumber(string label, IReadOnlyDictionary<string, ColumnOptions> given) =>
        given.GetValueOrDefault(label, ColumnOptions.None).Type is null or ColumnType.Number;

    /// <summary>The names of those labels that are all numbers.</summary>
    public static IReadOnlyCollection<string> NumbersAmong(
        IReadOnlyList<TextColumn> labels, IReadOnlyDictionary<string, ColumnOptions> given) =>
        [.. labels.Where(l => MayBeNumber(l.Name, given) && AreNumbers(l)).Select(l => l.Name)];

    private static bool IsYesNo(TextColumn label, ColumnOptions options) => options.Type switch
    {
        ColumnType.Boolean => true,
        null => BooleanWords.ArePair(label.Texts) || (label.Texts.Count == 1 && BooleanWords.Read(label.Texts[0]) is not null),
        _ => false,
    };

    private static bool IsClass(Table table, TargetPreference preference, ColumnOptions options)
    {
        var label = table.Labels[0];
        return (options.Type, preference) switch
        {
            (ColumnType.Number, _) => false,
            (not null, _) => true,
            (null, TargetPreference.Classes) => true,
            (null, TargetPreference.Values) => !AreNumbers(label),
            _ => !AreNumbers(label) || AreFewAndWhole(table, label),
        };
    }

    private static bool AreNumbers(TextColumn label) => label.Texts.All(text => ValueTargets.TryParse(text, out _));

    private static bool AreFewAndWhole(Table table, TextColumn label)
    {
        var numbers = label.Texts.Select(text => ValueTargets.TryParse(text, out var number) ? number : 0).Distinct().ToArray();
        var perRow = table.Rows <= FewRows ? ClassesPerRowOfFew : ClassesPerRow;

        // Of arrays the labels are numbers always, and the few rows of a try should be read as all of them.
        return Array.TrueForAll(numbers, double.IsInteger)
            && (table.Lines is null || (numbers.Length <= MostClasses && numbers.Length <= Math.Max(2, perRow * table.Rows)));
    }
}
