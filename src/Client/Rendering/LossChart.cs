using Granary.Client.Text;
using Granary.Grains.Interfaces.Jobs;

namespace Granary.Client.Rendering;

/// <summary>A curve of the loss in braille characters, each of 2 x 4 dots, with the highest and the lowest loss beside it.</summary>
internal static class LossChart
{
    private const int DotsAcross = 2;
    private const int DotsDown = 4;
    private const char EmptyCell = '\u2800';

    // The bit of each dot of a cell, row by row, as Unicode numbers them.
    private static readonly int[,] DotBits = { { 0x01, 0x08 }, { 0x02, 0x10 }, { 0x04, 0x20 }, { 0x40, 0x80 } };

    /// <summary>Draws a curve.</summary>
    /// <param name="history">The points, in the order of their steps. Those that are not finite are left out.</param>
    /// <param name="width">Columns, the labels included.</param>
    /// <param name="rows">Rows, at least 2.</param>
    /// <returns>As many lines as rows; none when there are fewer than two points or there is no room.</returns>
    public static IReadOnlyList<Line> Draw(IReadOnlyList<LossPoint> history, int width, int rows)
    {
        var points = history.Where(p => double.IsFinite(p.Loss)).ToList();
        var highest = Numbers.Metric(points.Select(p => (double?)p.Loss).Max());
        var lowest = Numbers.Metric(points.Select(p => (double?)p.Loss).Min());
        var labelWidth = Math.Max(highest.Length, lowest.Length) + 1;
        var columns = width - labelWidth;
        if (points.Count < 2 || columns < 2 || rows < 2)
        {
            return [];
        }

        var cells = DrawCells(points, columns, rows);
        return
        [
            .. Enumerable.Range(0, rows).Select(r =>
            {
                var label = r == 0 ? highest : r == rows - 1 ? lowest : "";
                return new Line(new Span(Printable.PadRight(label, labelWidth), Tone.Faint), new Span(new string(cells[r]), Tone.Accent));
            }),
        ];
    }

    private static char[][] DrawCells(List<LossPoint> points, int columns, int rows)
    {
        var cells = Enumerable.Range(0, rows).Select(_ => Enumerable.Repeat(EmptyCell, columns).ToArray()).ToArray();
        var heights = Heights(points, columns * DotsAcross, rows * DotsDown);
        for (var x = 0; x < heights.Length; x++)
        {
            // Down or up to the dot before, so that a steep curve has no holes.
            var before = x == 0 ? heights[x] : heights[x - 1];
            var step = Math.Sign(before - heights[x]);
            for (var y = heights[x]; ; y += step)
            {
                cells[y / DotsDown][x / DotsAcross] |= (char)DotBits[y % DotsDown, x % DotsAcross];
                if (step == 0 || y == before - step)
                {
                    break;
                }
            }
        }

        return cells;
    }

    /// <summary>The dot of each column, counted from the top, by linear interpolation between the points.</summary>
    private static int[] Heights(List<LossPoint> points, int width, int height)
    {
        var (first, last) = (points[0].Step, points[^1].Step);
        var (highest, lowest) = (points.Max(p => p.Loss), points.Min(p => p.Loss));
        var range = Math.Max(highest - lowest, double.Epsilon);
        var heights = new int[width];
        var next = 1;
        for (var x = 0; x < width; x++)
        {
            var step = first + ((last - first) * (double)x / (width - 1));
            while (next < points.Count - 1 && points[next].Step < step)
            {
                next++;
            }

            var (a, b) = (points[next - 1], points[next]);
            var t = Math.Clamp((step - a.Step) / Math.Max(1, b.Step - a.Step), 0, 1);
            var loss = a.Loss + (t * (b.Loss - a.Loss));
            heights[x] = (int)Math.Round((highest - loss) / range * (height - 1));
        }

        return heights;
    }
}
