using System.Text;
using Microsoft.AspNetCore.Http;

namespace Granary.Web.Events;

/// <summary>Writes server-sent events, each of one line of data.</summary>
/// <param name="response">Where to.</param>
/// <param name="time">The clock.</param>
internal sealed class EventWriter(HttpResponse response, TimeProvider time)
{
    // Proxies close lines on which nothing comes.
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(15);

    private long _lastAt = time.GetTimestamp();

    /// <summary>Begins the stream.</summary>
    public Task BeginAsync(CancellationToken cancellationToken)
    {
        response.ContentType = "text/event-stream";
        response.Headers["X-Accel-Buffering"] = "no";
        return WriteAsync("retry: 1000\n\n", cancellationToken);
    }

    /// <summary>Writes an event.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="data">One line of JSON.</param>
    /// <param name="id">What the browser sends back when it connects again; null to leave it as it was.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public Task WriteAsync(string name, string data, string? id, CancellationToken cancellationToken) =>
        WriteAsync($"event: {name}\n{(id is null ? "" : $"id: {id}\n")}data: {data}\n\n", cancellationToken);

    /// <summary>Writes a comment when nothing else was written for long.</summary>
    public Task KeepOpenAsync(CancellationToken cancellationToken) =>
        time.GetElapsedTime(_lastAt) < LongestSilence ? Task.CompletedTask : WriteAsync(": still here\n\n", cancellationToken);

    private async Task WriteAsync(string text, CancellationToken cancellationToken)
    {
        await response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);
        await response.Body.FlushAsync(cancellationToken);
        _lastAt = time.GetTimestamp();
    }
}
