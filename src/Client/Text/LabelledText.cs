namespace Granary.Client.Text;

/// <summary>Lines of a label in a column of its own and a text beside it, which is wrapped and keeps every character.</summary>
internal static class LabelledText
{
    /// <summary>Lays out one label and its text.</summary>
    /// <param name="label">The label; cut when it is longer than its column.</param>
    /// <param name="labelWidth">Columns of the labels, the space after them included.</param>
    /// <param name="text">The text.</param>
    /// <param name="width">Columns of the screen, more than those of the labels.</param>
    /// <param name="tone">The text's tone.</param>
    public static IEnumerable<Line> Lines(string label, int labelWidth, string text, int width, Tone tone = Tone.Plain)
    {
        var first = Printable.PadRight(Printable.Cut(label, labelWidth - 1), labelWidth);
        foreach (var part in Wrap(text, width - labelWidth))
        {
            yield return new Line(new Span(first, Tone.Faint), new Span(part, tone));
            first = new string(' ', labelWidth);
        }
    }

    /// <summary>Breaks a text at spaces, and inside words that are too long, so that no part is wider than a width.</summary>
    public static IEnumerable<string> Wrap(string text, int width)
    {
        var line = "";
        foreach (var word in Printable.Clean(text).Split(' ').SelectMany(w => Pieces(w, width)))
        {
            if (line.Length > 0 && Printable.Width(line) + 1 + Printable.Width(word) > width)
            {
                yield return line;
                line = "";
            }

            line = line.Length == 0 ? word : $"{line} {word}";
        }

        yield return line;
    }

    private static IEnumerable<string> Pieces(string word, int width)
    {
        while (Printable.Width(word) > width)
        {
            // At least one character, even where a wide one does not fit.
            var piece = Printable.Take(word, width);
            piece = piece.Length > 0 ? piece : word[..1];
            yield return piece;
            word = word[piece.Length..];
        }

        yield return word;
    }
}
