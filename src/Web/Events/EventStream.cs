using Granary.Grains.Interfaces.Jobs;
using Granary.Requests.Connections;
using Granary.Requests.Statuses;
using Granary.Web.Answers;
using Granary.Web.Jobs;
using Granary.Web.Silos;

namespace Granary.Web.Events;

/// <summary>
/// Tells one page what changes: all jobs, the silos, and of the jobs that it shows everything, their events among it. Everything goes over one
/// stream, since browsers open six connections to a server at most, all tabs together.
/// </summary>
/// <param name="cluster">The cluster.</param>
/// <param name="board">All jobs.</param>
/// <param name="writer">The page.</param>
/// <param name="shown">The jobs that it shows.</param>
/// <param name="position">Which events it has seen.</param>
internal sealed class EventStream(
    IClusterConnection cluster, JobBoard board, EventWriter writer, IReadOnlyList<string> shown, StreamPosition position)
{
    private readonly Dictionary<string, string> _told = [];

    /// <summary>Tells what has changed since the last time.</summary>
    public async Task TellAsync(CancellationToken cancellationToken)
    {
        await TellJobsAsync(await board.GetAsync(cancellationToken), cancellationToken);
        await TellIfNewAsync("silos", "silos", Answer.ListText(await SiloRoutes.LinesAsync(cluster, cancellationToken)), cancellationToken);
        foreach (var id in shown)
        {
            await TellJobAsync(id, cancellationToken);
        }

        await writer.KeepOpenAsync(cancellationToken);
    }

    // Only those that have changed: of a thousand jobs some train.
    private async Task TellJobsAsync(IReadOnlyList<BoardJob> jobs, CancellationToken cancellationToken)
    {
        string[] changed = [.. jobs.Where(j => IsNew("jobs/" + j.Id, j.Line)).Select(j => j.Line)];
        if (changed.Length > 0 || IsNew("jobs", $"{jobs.Count}"))
        {
            await writer.WriteAsync("jobs", Answer.ListText(changed), null, cancellationToken);
        }
    }

    private async Task TellJobAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            var coordinator = cluster.Coordinator(id);
            if (await coordinator.GetStatus().WaitAsync(IClusterConnection.Patience, cancellationToken) is not { } status)
            {
                return;
            }

            await TellIfNewAsync("job", "job/" + id, JobDetailJson.Write(status), cancellationToken);
            if (await coordinator.GetEvents(position.Of(id)).WaitAsync(IClusterConnection.Patience, cancellationToken) is { Length: > 0 } events)
            {
                position.Advance(id, events[^1].Number);
                await writer.WriteAsync("events", EventsText(id, events), position.ToString(), cancellationToken);
            }
        }
        catch (Exception e) when (e is OrleansException or TimeoutException)
        {
            // A coordinator that is lost comes back on another silo: it is asked again in a second.
        }
    }

    private static string EventsText(string id, JobEvent[] events) => StatusJson.Write(json =>
    {
        json.WriteString("job", id);
        json.WritePropertyName("events");
        json.WriteRawValue(Answer.ListText(events.Select(EventJson.Line)));
    });

    private async Task TellIfNewAsync(string name, string key, string data, CancellationToken cancellationToken)
    {
        if (IsNew(key, data))
        {
            await writer.WriteAsync(name, data, null, cancellationToken);
        }
    }

    private bool IsNew(string key, string data)
    {
        if (_told.TryGetValue(key, out var told) && told == data)
        {
            return false;
        }

        _told[key] = data;
        return true;
    }
}
