namespace Granary.Client.Text;

/// <summary>A table of texts. Where it is too wide its last columns are dropped, one after the other.</summary>
/// <param name="headers">Names of the columns.</param>
internal sealed class TextTable(params string[] headers)
{
    private const int Gap = 2;

    private readonly List<Span[]> _rows = [];

    /// <summary>Adds a row with a cell for each column.</summary>
    public void Add(params Span[] cells) => _rows.Add([.. cells.Select(c => c with { Text = Printable.Clean(c.Text) })]);

    /// <summary>Lays out the table.</summary>
    public IReadOnlyList<Line> Lines(int width)
    {
        var heads = headers.Select(h => new Span(h, Tone.Faint)).ToArray();
        var widths = heads.Select((h, i) => _rows.Append(heads).Max(r => Printable.Width(r[i].Text))).ToArray();
        var count = widths.Length;
        while (count > 1 && widths.Take(count).Sum() + (Gap * (count - 1)) > width)
        {
            count--;
        }

        return [.. _rows.Prepend(heads).Select(r => Row(r, widths, count).Cut(width))];
    }

    private static Line Row(Span[] cells, int[] widths, int count) => new(
    [
        .. Enumerable.Range(0, count).Select(i =>
            cells[i] with { Text = i == count - 1 ? cells[i].Text : Printable.PadRight(cells[i].Text, widths[i] + Gap) }),
    ]);
}
