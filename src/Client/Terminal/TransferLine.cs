using Granary.Client.Text;

namespace Granary.Client.Terminal;

/// <summary>A line on the screen that says how far something long is; nothing where there is no screen, or when it takes less than a moment.</summary>
/// <param name="context">The world outside.</param>
/// <param name="what">What is on its way.</param>
/// <param name="total">How much there is; null where nobody knows.</param>
internal sealed class TransferLine(ConsoleContext context, string what, long? total = null) : IDisposable
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(0.5);

    private readonly long _start = context.Time.GetTimestamp();
    private long _shownAt = context.Time.GetTimestamp();
    private int _width;

    /// <summary>Shows how much is done, twice a second at most.</summary>
    public void Show(long done)
    {
        if (context.Screen is null || context.Time.GetElapsedTime(_shownAt) < Moment)
        {
            return;
        }

        _shownAt = context.Time.GetTimestamp();
        var text = Describe(done, context.Time.GetElapsedTime(_start));
        context.Error.Write("\r" + text.PadRight(_width));
        _width = text.Length;
    }

    /// <summary>Takes the line away.</summary>
    public void Dispose()
    {
        if (_width > 0)
        {
            context.Error.Write("\r" + new string(' ', _width) + "\r");
        }
    }

    private string Describe(long done, TimeSpan elapsed)
    {
        if (total is not { } all)
        {
            return $"{what}: {Numbers.Count(done)} rows, {Numbers.Rate(done / elapsed.TotalSeconds)} rows/s";
        }

        var left = done == 0 ? (TimeSpan?)null : elapsed * ((double)(all - done) / done);
        return $"{what}: {Math.Floor(100.0 * done / all)} % of {Numbers.Bytes(all)}, {Numbers.Clock(left)} left";
    }
}
