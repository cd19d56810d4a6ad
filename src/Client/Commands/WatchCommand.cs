using System.CommandLine;
using Granary.Client.CommandLines;
using Granary.Client.Following;
using Granary.Client.Terminal;
using Granary.Clustering.Addresses;
using Granary.Grains.Interfaces.Jobs;

namespace Granary.Client.Commands;

/// <summary><c>granary watch</c>: shows a job until it has ended.</summary>
internal static class WatchCommand
{
    public static Command Create(ConsoleContext context) => JobCommand.Create(
        context,
        "watch",
        "Follow a job's progress until it ends.",
        ["granary watch digits-1", "granary watch digits-1 --json"],
        (jobId, choice, json) => ExecuteAsync(context, jobId, choice, json));

    /// <summary>Watches a job of a cluster.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> WatchAsync(
        ConsoleContext context, GranaryClient granary, string jobId, ClusterChoice choice, bool json)
    {
        var follower = new JobFollower(context, granary.Cluster.Coordinator(jobId), granary.Location, watchesOnly: true)
        {
            ResumeHint = NextSteps.InCluster($"resume {jobId}", choice),
        };
        var last = await context.ChooseRenderer(json).ShowAsync(follower.FollowAsync());
        if (last?.State.HasEnded() == true)
        {
            context.WriteNext(NextSteps.InCluster("jobs", choice));
        }
        else
        {
            var isPaused = last?.State.WaitsToBeResumed() == true;
            context.Error.WriteLine(isPaused ? $"{jobId} stays {last!.State.Name()}." : $"{jobId} keeps running.");
            context.WriteNext(
                NextSteps.InCluster($"{(isPaused ? "resume" : "watch")} {jobId}", choice),
                NextSteps.InCluster($"cancel {jobId}", choice));
        }

        return ExitCodes.Of(last, context.Interrupted.IsCancellationRequested);
    }

    private static async Task<int> ExecuteAsync(ConsoleContext context, string jobId, ClusterChoice choice, bool json)
    {
        await using var granary = await context.ConnectAsync(choice);
        await granary.GetJobAsync(jobId, context.Interrupted);
        return await WatchAsync(context, granary, jobId, choice, json);
    }
}
