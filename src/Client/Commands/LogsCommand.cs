using System.CommandLine;
using Granary.Client.CommandLines;
using Granary.Client.Following;
using Granary.Client.Rendering;
using Granary.Client.Terminal;
using Granary.Clustering.Addresses;
using Granary.Grains.Interfaces.Jobs;
using Granary.Requests.Statuses;

namespace Granary.Client.Commands;

/// <summary><c>granary logs</c>: what happened to a job, and what was done about it.</summary>
internal static class LogsCommand
{
    public static Command Create(ConsoleContext context)
    {
        var follow = new Option<bool>("--follow") { Description = "Keep showing new events until the job ends." };
        return JobCommand.Create(
            context,
            "logs",
            "Show a job's events.",
            [
                "granary logs digits-1",
                "granary logs digits-1 --follow",
                "granary logs digits-1 --json | grep '\"lost\"'",
            ],
            follow,
            (follows, jobId, choice, json) => ExecuteAsync(context, jobId, follows, choice, json));
    }

    private static async Task<int> ExecuteAsync(ConsoleContext context, string jobId, bool follow, ClusterChoice choice, bool json)
    {
        await using var granary = await context.ConnectAsync(choice);
        var status = await granary.Job(jobId).GetStatusAsync(context.Interrupted);
        var lines = new EventLines(context.Time.LocalTimeZone, status.Facts?.TotalSteps);
        var coordinator = granary.Cluster.Coordinator(jobId);
        var events = await coordinator.GetEvents(0).WaitAsync(context.Interrupted) ?? [];
        WriteFirst(context, lines, events, json);
        var hasEnded = status.State.HasEnded();
        if (follow)
        {
            var follower = new EventFollower(coordinator, new PatientQuestions(context.FollowOptions, granary.Location), context.FollowOptions);
            await foreach (var more in follower.FollowAsync(events.LastOrDefault()?.Number ?? 0, context.Interrupted))
            {
                Write(context, lines, more, json);
            }

            hasEnded = follower.HasEnded;
        }

        context.WriteNext(NextSteps.InCluster(hasEnded ? $"status {jobId}" : $"logs {jobId} --follow", choice));
        return hasEnded || !follow ? ExitCodes.Done : ExitCodes.Interrupted;
    }

    private static void WriteFirst(ConsoleContext context, EventLines lines, JobEvent[] events, bool json)
    {
        if (events is [.., var last] && last.Number > events.Length)
        {
            context.Error.WriteLine($"{last.Number - events.Length} older events have been dropped, mostly about checkpoints.");
        }

        Write(context, lines, events, json);
    }

    private static void Write(ConsoleContext context, EventLines lines, JobEvent[] events, bool json)
    {
        if (json)
        {
            foreach (var e in events)
            {
                context.Output.WriteLine(EventJson.Line(e));
            }
        }
        else if (events.Length > 0)
        {
            context.Write(width => lines.Lines(events, width));
        }
    }
}
