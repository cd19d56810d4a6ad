using Spectre.Console;
using Spectre.Console.Rendering;

namespace Granary.Client.Text;

/// <summary>Puts lines that are laid out for the console's size on it.</summary>
/// <param name="layOut">Lays the lines out for a width and a height.</param>
internal sealed class LinesRenderable(Func<int, int, IReadOnlyList<Line>> layOut) : IRenderable
{
    /// <inheritdoc/>
    public Measurement Measure(RenderOptions options, int maxWidth) => new(1, maxWidth);

    /// <inheritdoc/>
    public IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        foreach (var line in layOut(maxWidth, options.ConsoleSize.Height))
        {
            foreach (var span in line.Spans)
            {
                yield return new Segment(span.Text, StyleOf(span.Tone));
            }

            yield return Segment.LineBreak;
        }
    }

    private static Style StyleOf(Tone tone) => tone switch
    {
        Tone.Faint => new Style(decoration: Decoration.Dim),
        Tone.Strong => new Style(decoration: Decoration.Bold),
        Tone.Accent => new Style(Color.Teal),
        Tone.Good => new Style(Color.Green),
        Tone.Bad => new Style(Color.Red),
        _ => Style.Plain,
    };
}
