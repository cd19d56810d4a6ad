using System.CommandLine;
using Granary.Client.Connections;
using Granary.Client.Following;
using Granary.Clustering.Addresses;
using Granary.Grains.Interfaces.Jobs;

namespace Granary.Client.Commands;

/// <summary><c>granary watch</c>: shows a job until it has ended.</summary>
internal static class WatchCommand
{
    public static Command Create(ConsoleContext context) => JobCommand.Create(
        context,
        "watch",
        "Shows a job's progress until it has ended.",
        (jobId, choice, json) => ExecuteAsync(context, jobId, choice, json));

    /// <summary>Watches a job of a cluster.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> WatchAsync(
        ConsoleContext context, IClusterConnection cluster, string jobId, ClusterChoice choice, bool json)
    {
        var follower = new JobFollower(context, cluster.Coordinator(jobId), cluster.Place, watchesOnly: true)
        {
            ResumeCommand = CommonOptions.ForSameCluster($"resume {jobId}", choice),
        };
        var last = await context.ChooseRenderer(json).ShowAsync(follower.FollowAsync());
        if (last?.State.HasEnded() == true)
        {
            context.WriteNext(CommonOptions.ForSameCluster("jobs", choice));
        }
        else
        {
            var isPaused = last?.State == JobState.Paused;
            context.Error.WriteLine(isPaused ? $"{jobId} stays paused." : $"{jobId} goes on.");
            context.WriteNext(
                CommonOptions.ForSameCluster($"{(isPaused ? "resume" : "watch")} {jobId}", choice),
                CommonOptions.ForSameCluster($"cancel {jobId}", choice));
        }

        return ExitCodes.Of(last, context.Interrupted.IsCancellationRequested);
    }

    private static async Task<int> ExecuteAsync(ConsoleContext context, string jobId, ClusterChoice choice, bool json)
    {
        await using var cluster = await context.ConnectAsync(choice);
        await JobLookup.GetStatusAsync(context, cluster, jobId);
        return await WatchAsync(context, cluster, jobId, choice, json);
    }
}
