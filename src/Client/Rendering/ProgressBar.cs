using Granary.Client.Text;

namespace Granary.Client.Rendering;

/// <summary>A bar of one line that can be read without colours.</summary>
internal static class ProgressBar
{
    private const char Done = '━';
    private const char Left = '─';

    /// <summary>Draws a bar.</summary>
    /// <param name="share">The share done, from 0 to 1; null draws an empty bar.</param>
    /// <param name="width">Columns.</param>
    public static IReadOnlyList<Span> Draw(double? share, int width)
    {
        var done = (int)Math.Clamp((share ?? 0) * width, 0, width);
        return [new Span(new string(Done, done), Tone.Accent), new Span(new string(Left, width - done), Tone.Faint)];
    }
}
