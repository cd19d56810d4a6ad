using Granary.Client.Text;
using Granary.Grains.Interfaces.Jobs;

namespace Granary.Client.Terminal;

/// <summary>A line on the screen that says how far something long is; nothing where there is no screen, or when it takes less than a moment.</summary>
/// <param name="context">The world outside.</param>
/// <param name="what">What takes so long.</param>
internal sealed class ProgressLine(ConsoleContext context, string what) : IDisposable
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(0.5);

    private readonly long _start = context.Time.GetTimestamp();
    private long _shownAt = context.Time.GetTimestamp();
    private int _width;

    private TimeSpan Elapsed => context.Time.GetElapsedTime(_start);

    /// <summary>Shows how many rows are done of a number that nobody knows.</summary>
    /// <exception cref="OperationCanceledException">The user wants no more of them; nothing else asks.</exception>
    public void ShowRows(long done)
    {
        context.Interrupted.ThrowIfCancellationRequested();
        Show(() => $"{Numbers.Count(done)} rows, {Numbers.Rate(done / Elapsed.TotalSeconds)} rows/s");
    }

    /// <summary>Shows how many bytes are done.</summary>
    public void ShowBytes(long done, long all) => Show(() =>
        $"{Math.Floor(100.0 * done / all)} % of {Numbers.Bytes(all)}, {Numbers.Clock(done == 0 ? null : Elapsed * ((double)(all - done) / done))} left");

    /// <summary>Shows how far a job is.</summary>
    public void ShowSteps(JobStatus status) => Show(() => status.Facts is { } facts
        ? $"step {Numbers.Count(status.Steps)} of {Numbers.Count(facts.TotalSteps)}, {Numbers.Clock(status.Remaining)} left"
        : status.State.Name());

    /// <summary>Takes the line away.</summary>
    public void Dispose()
    {
        if (_width > 0)
        {
            context.Error.Write("\r" + new string(' ', _width) + "\r");
            _width = 0;
        }
    }

    // Twice a second at most.
    private void Show(Func<string> text)
    {
        if (context.Screen is null || context.Time.GetElapsedTime(_shownAt) < Moment)
        {
            return;
        }

        _shownAt = context.Time.GetTimestamp();
        var line = $"{what}: {text()}";
        context.Error.Write("\r" + line.PadRight(_width));
        _width = line.Length;
    }
}
