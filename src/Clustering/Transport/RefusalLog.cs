using System.Net;
using Microsoft.Extensions.Logging;

namespace Granary.Clustering.Transport;

/// <summary>
/// Tells who was not let in, or did not let this silo in: a line a minute at most, whatever strangers do.
/// </summary>
/// <param name="logger">Where it is told.</param>
/// <param name="time">The clock.</param>
internal sealed partial class RefusalLog(ILogger logger, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private long? _told;
    private int _untold;

    /// <summary>Somebody was refused here.</summary>
    /// <param name="from">Who; null where it is not known.</param>
    /// <param name="at">Where.</param>
    /// <param name="why">Why.</param>
    public void Refused(EndPoint? from, EndPoint at, string why)
    {
        if (TakeTurn() is { } others)
        {
            LogRefused(logger, from is IPEndPoint ? $"{from}" : "somebody on this machine", at, why, Others(others));
        }
    }

    /// <summary>This process was refused elsewhere.</summary>
    /// <param name="why">Where and why.</param>
    public void NotLetIn(string why)
    {
        if (TakeTurn() is { } others)
        {
            LogNotLetIn(logger, why, Others(others));
        }
    }

    private static string Others(int others) => others == 0 ? "" : $" ({others} more since the last such line)";

    // How many were not told since the last line; null when this one is not told either.
    private int? TakeTurn()
    {
        lock (_lock)
        {
            if (_told is { } told && time.GetElapsedTime(told) < Pause)
            {
                _untold++;
                return null;
            }

            var untold = _untold;
            (_told, _untold) = (time.GetTimestamp(), 0);
            return untold;
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "{From} was refused at {At}: {Why}{Others}")]
    private static partial void LogRefused(ILogger log, string from, EndPoint at, string why, string others);

    [LoggerMessage(2, LogLevel.Warning, "not connected: {Why}{Others}")]
    private static partial void LogNotLetIn(ILogger log, string why, string others);
}
