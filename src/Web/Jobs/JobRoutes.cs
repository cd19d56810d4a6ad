using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Interfaces.Tokens;
using Granary.Requests.Connections;
using Granary.Requests.Lookups;
using Granary.Requests.Statuses;
using Granary.Web.Answers;
using Granary.Web.Roles;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Granary.Web.Jobs;

/// <summary>Jobs: submit, list, show, events, history, pause, resume, cancel.</summary>
internal static class JobRoutes
{
    private const string Tag = "jobs";
    private const int LongestJobFile = 4 << 20;

    // Cancelling takes a second or so; a job that is not seen to end by then is told to be under way.
    private static readonly TimeSpan CancelPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    public static void Map(IEndpointRouteBuilder api)
    {
        var jobs = api.MapGroup("/jobs").WithTags(Tag);
        jobs.MapGet("", ListAsync).For(TokenRole.Viewer).WithSummary("All jobs, in the order in which they were accepted.");
        jobs.MapPost("", SubmitAsync).For(TokenRole.Submitter).WithSummary("Submits the job of a job file, the body.");
        jobs.MapGet("/{id}", GetAsync).For(TokenRole.Viewer).WithSummary("All that is known of a job.");
        jobs.MapGet("/{id}/events", GetEventsAsync).For(TokenRole.Viewer).WithSummary("What happened to a job, after the event of a number.");
        jobs.MapGet("/{id}/history", GetHistoryAsync).For(TokenRole.Viewer).WithSummary("What was measured over a job's life, a row for each step.");
        jobs.MapPost("/{id}/pause", PauseAsync).For(TokenRole.Submitter).WithSummary("Pauses a job, and answers when it stands still.");
        jobs.MapPost("/{id}/resume", ResumeAsync).For(TokenRole.Submitter).WithSummary("Has a job go on, go back to a checkpoint, or train for longer.");
        jobs.MapPost("/{id}/cancel", CancelAsync).For(TokenRole.Submitter).WithSummary("Cancels a job, and answers when it has ended.");
    }

    private static async Task<IResult> ListAsync(JobBoard board, CancellationToken cancellationToken) =>
        Answer.List((await board.GetAsync(cancellationToken)).Select(j => j.Line));

    private static async Task<IResult> SubmitAsync(IClusterConnection cluster, HttpRequest request, CancellationToken cancellationToken)
    {
        var text = await Body.ReadAsync(request, LongestJobFile);
        var id = await JobSubmission.SubmitAsync(cluster, text, cancellationToken);
        var status = await JobLookup.GetStatusAsync(cluster, id, cancellationToken);
        request.HttpContext.Response.Headers.Location = $"{request.PathBase}{request.Path}/{id}";
        return Answer.Json(StatusJson.Line(status), StatusCodes.Status201Created);
    }

    private static async Task<IResult> GetAsync(string id, IClusterConnection cluster, CancellationToken cancellationToken) =>
        Answer.Json(JobDetailJson.Write(await FindAsync(cluster, id, cancellationToken)));

    private static async Task<IResult> GetEventsAsync(string id, long? after, IClusterConnection cluster, CancellationToken cancellationToken)
    {
        await FindAsync(cluster, id, cancellationToken);
        var events = await cluster.Coordinator(id).GetEvents(after ?? 0).WaitAsync(cancellationToken) ?? [];
        return Answer.List(events.Select(EventJson.Line));
    }

    private static async Task<IResult> GetHistoryAsync(string id, IClusterConnection cluster, CancellationToken cancellationToken)
    {
        await FindAsync(cluster, id, cancellationToken);
        var history = await cluster.Coordinator(id).GetHistory().WaitAsync(cancellationToken);
        return Answer.List(history is null ? [] : new HistoryRows(history).Json());
    }

    private static async Task<IResult> PauseAsync(string id, IClusterConnection cluster, JobBoard board, CancellationToken cancellationToken)
    {
        await FindAsync(cluster, id, cancellationToken);
        return await ActAsync(id, cluster, board, cluster.Coordinator(id).Pause(), cancellationToken);
    }

    private static async Task<IResult> ResumeAsync(
        string id, ResumeRequest? how, IClusterConnection cluster, JobBoard board, CancellationToken cancellationToken)
    {
        var (from, epochs, steps) = (how?.From, how?.Epochs, how?.Steps);
        if (new object?[] { from, epochs, steps }.Count(v => v is not null) > 1)
        {
            throw new Refusal(StatusCodes.Status400BadRequest, "from, epochs and steps exclude each other: expected one of them at most");
        }

        if (epochs < 1 || steps < 1)
        {
            throw new Refusal(StatusCodes.Status400BadRequest, $"found {epochs ?? steps} {(epochs is null ? "steps" : "epochs")}, expected 1 or more");
        }

        await FindAsync(cluster, id, cancellationToken);
        var coordinator = cluster.Coordinator(id);
        var action = epochs is null && steps is null ? coordinator.Resume(from) : coordinator.Extend(new JobExtension(epochs, steps));
        return await ActAsync(id, cluster, board, action, cancellationToken);
    }

    // Again and again until it has ended: a coordinator that is lost meanwhile takes the wish with it.
    private static async Task<IResult> CancelAsync(
        string id, IClusterConnection cluster, JobBoard board, TimeProvider time, CancellationToken cancellationToken)
    {
        var status = await FindAsync(cluster, id, cancellationToken);
        for (var start = time.GetTimestamp(); !status.State.HasEnded() && time.GetElapsedTime(start) < CancelPatience;)
        {
            await cluster.Coordinator(id).Cancel().WaitAsync(cancellationToken);
            status = await FindAsync(cluster, id, cancellationToken);
            await Task.Delay(status.State.HasEnded() ? TimeSpan.Zero : Look, time, cancellationToken);
        }

        board.Forget(id);
        return Answer.Json(StatusJson.Line(status), status.State.HasEnded() ? StatusCodes.Status200OK : StatusCodes.Status202Accepted);
    }

    private static async Task<IResult> ActAsync(
        string id, IClusterConnection cluster, JobBoard board, Task<string?> action, CancellationToken cancellationToken)
    {
        var reason = await action.WaitAsync(cancellationToken);
        board.Forget(id);
        return reason is null
            ? Answer.Json(StatusJson.Line(await FindAsync(cluster, id, cancellationToken)))
            : throw Refusal.Conflict(reason);
    }

    private static Task<JobStatus> FindAsync(IClusterConnection cluster, string id, CancellationToken cancellationToken) =>
        Refusal.Find(JobLookup.GetStatusAsync(cluster, id, cancellationToken));
}
