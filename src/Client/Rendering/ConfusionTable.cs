using System.Globalization;
using Granary.Client.Text;

namespace Granary.Client.Rendering;

/// <summary>
/// Test rows by true and predicted class: a table where it fits and has at most 20 classes, otherwise the pairs that are mixed up most.
/// </summary>
internal static class ConfusionTable
{
    private const int MostClasses = 20;
    private const int LongestName = 10;
    private const int ShortestName = 3;
    private const int MostPairs = 5;

    /// <summary>Lays out the confusion of classes.</summary>
    /// <param name="classes">Names of the classes.</param>
    /// <param name="confusion">Rows by true class and predicted class, row by row.</param>
    /// <param name="width">Columns of the screen.</param>
    public static IReadOnlyList<Line> Lines(IReadOnlyList<string> classes, IReadOnlyList<int> confusion, int width)
    {
        var names = classes.Select(Printable.Clean).ToArray();
        if (confusion.Count != names.Length * names.Length || names.Length == 0)
        {
            return [];
        }

        return names.Length <= MostClasses && FittingName(names, confusion, width) is { } nameWidth
            ? Table(names, confusion, width, nameWidth)
            : Pairs(names, confusion, width);
    }

    /// <summary>The longest width of names with which the table fits; null when it does with none.</summary>
    private static int? FittingName(string[] names, IReadOnlyList<int> confusion, int width)
    {
        var longest = names.Max(Printable.Width);
        for (var nameWidth = Math.Min(longest, LongestName); nameWidth >= Math.Min(longest, ShortestName); nameWidth--)
        {
            if (nameWidth + (names.Length * CellWidth(confusion, nameWidth)) <= width)
            {
                return nameWidth;
            }
        }

        return null;
    }

    /// <summary>Columns of a cell, with a space before it.</summary>
    private static int CellWidth(IReadOnlyList<int> confusion, int nameWidth) =>
        1 + Math.Max(nameWidth, confusion.Max().ToString(CultureInfo.InvariantCulture).Length);

    private static List<Line> Table(string[] names, IReadOnlyList<int> confusion, int width, int nameWidth)
    {
        var cell = CellWidth(confusion, nameWidth);
        var lines = new List<Line>
        {
            new Line(new Span("confusion matrix: rows are true classes, columns predicted", Tone.Faint)).Cut(width),
            new(new Span(
                new string(' ', nameWidth) + string.Concat(names.Select(n => Printable.PadLeft(Printable.Cut(n, nameWidth), cell))),
                Tone.Faint)),
        };
        for (var row = 0; row < names.Length; row++)
        {
            var name = new Span(Printable.PadRight(Printable.Cut(names[row], nameWidth), nameWidth), Tone.Faint);
            var counts = Enumerable.Range(0, names.Length).Select(column => Cell(confusion, names.Length, row, column, cell));
            lines.Add(new Line([name, .. counts]));
        }

        return lines;
    }

    private static Span Cell(IReadOnlyList<int> confusion, int classes, int row, int column, int width)
    {
        var count = confusion[(row * classes) + column];
        var text = count == 0 ? "·" : count.ToString(CultureInfo.InvariantCulture);
        var tone = row == column ? Tone.Good : count == 0 ? Tone.Faint : Tone.Bad;
        return new Span(Printable.PadLeft(text, width), tone);
    }

    private static List<Line> Pairs(string[] names, IReadOnlyList<int> confusion, int width)
    {
        var wrong = Enumerable.Range(0, confusion.Count)
            .Select(i => (True: i / names.Length, Predicted: i % names.Length, Rows: confusion[i]))
            .Where(p => p.True != p.Predicted && p.Rows > 0)
            .OrderByDescending(p => p.Rows)
            .ToList();
        var all = wrong.Sum(p => (long)p.Rows);
        var title = wrong.Count == 0
            ? $"confusion matrix: no errors among {names.Length} classes"
            : $"confusion matrix: {Numbers.Count(all)} test rows misclassified; most often";
        return
        [
            new Line(new Span(title, Tone.Faint)).Cut(width),
            .. wrong.Take(MostPairs).Select(p =>
                new Line($"  {Numbers.Count(p.Rows)} of '{names[p.True]}' predicted as '{names[p.Predicted]}'").Cut(width)),
        ];
    }
}
