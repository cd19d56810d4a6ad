using Granary.Grains.Interfaces.Tokens;
using Granary.Requests.Connections;
using Granary.Web.Answers;
using Granary.Web.Jobs;
using Granary.Web.Roles;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace Granary.Web.Events;

/// <summary>Live updates as server-sent events.</summary>
internal static class StreamRoutes
{
    private const int MostShown = 50;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/stream", StreamAsync).WithTags("stream").For(TokenRole.Viewer).WithSummary(
        "Server-sent events: jobs, silos, and everything about the jobs that are named by job, which may be repeated.");

    private static async Task StreamAsync(
        HttpContext context, string[] job, IClusterConnection cluster, JobBoard board, TimeProvider time, IHostApplicationLifetime lifetime)
    {
        if (job.Length > MostShown)
        {
            throw new Refusal(StatusCodes.Status400BadRequest, $"found {job.Length} jobs, expected {MostShown} at most");
        }

        // A stream never ends by itself: a silo that stops must not wait for it.
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        var position = StreamPosition.Parse(context.Request.Headers["Last-Event-ID"]);
        var writer = new EventWriter(context.Response, time);
        var stream = new EventStream(cluster, board, writer, job, position);
        try
        {
            await writer.BeginAsync(end.Token);
            while (true)
            {
                await TellAsync(stream, end.Token);
                await Task.Delay(Interval, time, end.Token);
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The page is gone, or the silo stops.
        }
    }

    // A cluster that does not answer for a moment ends no stream.
    private static async Task TellAsync(EventStream stream, CancellationToken cancellationToken)
    {
        try
        {
            await stream.TellAsync(cancellationToken);
        }
        catch (Exception e) when (e is OrleansException or TimeoutException)
        {
        }
    }
}
