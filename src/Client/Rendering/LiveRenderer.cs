using Granary.Grains.Interfaces.Jobs;
using Spectre.Console;

namespace Granary.Client.Rendering;

/// <summary>A screen of a terminal that changes in place, between the banner and the summary, which stay.</summary>
internal sealed class LiveRenderer(IAnsiConsole console) : IRunRenderer
{
    private RunFrame? _frame;

    /// <inheritdoc/>
    public async Task<JobStatus?> ShowAsync(IAsyncEnumerable<RunFrame> frames)
    {
        // One row stays free for the cursor, or the terminal would scroll.
        var screen = new LinesRenderable((width, height) => _frame is null ? [] : RunLayout.Lines(_frame, width, height - 1));
        await console.Live(screen).AutoClear(true).StartAsync(async live =>
        {
            var hasBanner = false;
            await foreach (var frame in frames)
            {
                _frame = frame;
                if (!hasBanner && (frame.Status.Facts is not null || frame.Status.State.HasEnded()))
                {
                    Write(width => [.. Banner.Lines(frame.Status, width), Line.Empty]);
                    hasBanner = true;
                }

                live.Refresh();
            }
        });

        var last = _frame?.Status;
        if (last is not null)
        {
            Write(width => Summary.Lines(last, width));
        }

        return last;
    }

    private void Write(Func<int, IReadOnlyList<Line>> layOut) => console.Write(new LinesRenderable((width, _) => layOut(width)));
}
