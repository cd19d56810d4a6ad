using Granary.Client.Text;
using Granary.Grains.Interfaces.Uploads;

namespace Granary.Client.Rendering;

/// <summary>A data set as text: its columns with their first values, one below the other, since a table may have hundreds.</summary>
internal static class DataSetText
{
    private const int MostColumns = 100;
    private const int LongestField = 18;

    /// <summary>Lays out the columns.</summary>
    public static IReadOnlyList<Line> Columns(DataSetView view, int width)
    {
        if (view.Columns.Length == 0)
        {
            return [];
        }

        string[] rows = [.. view.FirstRows.Select((_, r) => $"ROW {r + 1}")];
        var table = new TextTable(["COLUMN", "TYPE", .. rows]);
        for (var c = 0; c < Math.Min(view.Columns.Length, MostColumns); c++)
        {
            var column = c;
            Span[] values = [.. view.FirstRows.Select(row => (Span)Cut(column < row.Length ? row[column] : ""))];
            table.Add([Cut(view.Columns[c].Name), view.Columns[c].Type, .. values]);
        }

        var rest = view.Columns.Length - MostColumns;
        return rest <= 0 ? table.Lines(width) : [.. table.Lines(width), new Line(new Span($"and {rest} more columns", Tone.Faint)).Cut(width)];
    }

    private static string Cut(string text) => Printable.Cut(Printable.Clean(text), LongestField);
}
