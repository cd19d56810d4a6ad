using Granary.Client.Text;
using Granary.Data.Columns;
using Granary.Data.Surveys;
using Granary.Grains.Interfaces.Jobs;

namespace Granary.Client.Rendering;

/// <summary>The columns of a table, and what becomes of each.</summary>
internal static class ColumnTable
{
    private const int MostColumns = 40;
    private const int LongestName = 30;
    private const int LongestValues = 40;

    /// <summary>Lays out the table.</summary>
    public static IReadOnlyList<Line> Lines(DataSurvey survey, IReadOnlyList<string> labels, int width)
    {
        var table = new TextTable("COLUMN", "TYPE", "BECOMES", "MISSING", "VALUES");
        foreach (var label in labels)
        {
            table.Add(Cut(label, LongestName), "label", Target(survey), "", Cut(TargetValues(survey), LongestValues));
        }

        // What stands out first, where there are too many.
        var shown = survey.Columns.Count > MostColumns
            ? survey.Columns.OrderBy(c => c.Type == ColumnType.Number).Take(MostColumns).ToArray()
            : survey.Columns;
        foreach (var column in shown)
        {
            var isIgnored = column.Type == ColumnType.Ignore;
            table.Add(
                Cut(column.Name, LongestName),
                new Span(JobFileNames.Of(column.Type), isIgnored ? Tone.Faint : Tone.Plain),
                isIgnored ? "nothing" : Numbers.Count(column.Features) + (column.Features == 1 ? " feature" : " features"),
                column.Missing == 0 ? "" : Numbers.Count(column.Missing),
                isIgnored ? new Span($"it {column.Reason}", Tone.Faint) : Cut(column.Values, LongestValues));
        }

        var rest = survey.Columns.Count - shown.Count;
        Line[] more = rest == 0 ? [] : [new Line(new Span($"and {rest} more columns of numbers", Tone.Faint)).Cut(width)];
        return [.. table.Lines(width), .. more];
    }

    private static string Target(DataSurvey survey) => survey switch
    {
        { Classes.Count: > 0 } => $"{survey.Classes.Count} classes",
        { YesNo.Count: > 0 } => "yes or no",
        _ => "a number",
    };

    private static string TargetValues(DataSurvey survey) => string.Join(", ", survey.Classes.Select(c => $"{c.Name} ({Numbers.Count(c.Rows)})"));

    private static string Cut(string text, int width) => Printable.Cut(Printable.Clean(text), width);
}
