using Granary.Client.Text;
using Granary.Grains.Interfaces.Jobs;
using Spectre.Console;

namespace Granary.Client.Rendering;

/// <summary>A screen of a terminal that changes in place, between the banner and the summary, which stay.</summary>
internal sealed class LiveRenderer(IAnsiConsole console) : IRunRenderer
{
    /// <inheritdoc/>
    public async Task<JobStatus?> ShowAsync(IAsyncEnumerable<RunFrame> frames)
    {
        await using var remaining = frames.GetAsyncEnumerator();
        var frame = await ShowInPlaceAsync(remaining, null, f => f.Status.Facts is not null);
        if (frame is null)
        {
            return null;
        }

        Write(width => [.. Banner.Lines(frame.Status, width), Line.Empty]);
        frame = await ShowInPlaceAsync(remaining, frame, _ => false);
        Write(width => Summary.Lines(frame!.Status, width));
        return frame!.Status;
    }

    /// <summary>Shows frames in place and removes them in the end.</summary>
    /// <param name="frames">The frames to come.</param>
    /// <param name="first">A frame to show before them; null for none.</param>
    /// <param name="isLast">Whether to stop at a frame, without showing it.</param>
    /// <returns>The last frame; null when there was none.</returns>
    private async Task<RunFrame?> ShowInPlaceAsync(IAsyncEnumerator<RunFrame> frames, RunFrame? first, Func<RunFrame, bool> isLast)
    {
        var frame = first;

        // One row stays free for the cursor, or the terminal would scroll.
        var screen = new LinesRenderable((width, height) => frame is null ? [] : RunLayout.Lines(frame, width, height - 1));
        await console.Live(screen).AutoClear(true).StartAsync(async live =>
        {
            while (await frames.MoveNextAsync())
            {
                frame = frames.Current;
                if (isLast(frame))
                {
                    break;
                }

                live.Refresh();
            }
        });
        return frame;
    }

    private void Write(Func<int, IReadOnlyList<Line>> layOut) => console.Write(new LinesRenderable((width, _) => layOut(width)));
}
