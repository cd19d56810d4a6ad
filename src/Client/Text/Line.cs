namespace Granary.Client.Text;

/// <summary>A line of the screen, without its end.</summary>
internal sealed class Line(params IReadOnlyList<Span> spans)
{
    /// <summary>A line with nothing on it.</summary>
    public static Line Empty { get; } = new();

    public IReadOnlyList<Span> Spans { get; } = spans;

    /// <summary>Columns it takes.</summary>
    public int Width => Spans.Sum(s => Printable.Width(s.Text));

    /// <summary>
    /// A line with as many items as fit into a width, from the first on: the items stand in the order of their importance.
    /// The first one is cut when it does not fit alone.
    /// </summary>
    public static Line Fit(int width, string separator, params IEnumerable<IReadOnlyList<Span>> items)
    {
        var line = new List<Span>();
        foreach (var item in items.Where(i => i.Count > 0))
        {
            var longer = line.Count == 0 ? item : [.. line, separator, .. item];
            if (new Line(longer).Width > width)
            {
                break;
            }

            line = [.. longer];
        }

        return line.Count > 0 ? new Line(line) : new Line(items.First(i => i.Count > 0)).Cut(width);
    }

    /// <summary>The line, cut to a width.</summary>
    public Line Cut(int width)
    {
        if (Width <= width)
        {
            return this;
        }

        var cut = new List<Span>();
        foreach (var span in Spans)
        {
            var text = Printable.Cut(span.Text, width);
            cut.Add(span with { Text = text });
            width -= Printable.Width(text);
            if (text != span.Text)
            {
                break;
            }
        }

        return new Line(cut);
    }

    /// <inheritdoc/>
    public override string ToString() => string.Concat(Spans.Select(s => s.Text)).TrimEnd();
}
