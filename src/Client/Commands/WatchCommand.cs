using System.CommandLine;
using Granary.Client.Connections;
using Granary.Client.Following;
using Granary.Client.Rendering;

namespace Granary.Client.Commands;

/// <summary><c>granary watch</c>: shows a job until it has ended.</summary>
internal static class WatchCommand
{
    public static Command Create(ConsoleContext context)
    {
        var (job, cluster, json) = (CommonOptions.JobId(), CommonOptions.Cluster(), CommonOptions.Json());
        var command = new Command("watch", "Shows a job's progress until it has ended.") { job, cluster, json };
        command.SetAction((r, _) => CommandGuard.RunAsync(
            context,
            r.GetValue(json),
            () => ExecuteAsync(context, r.GetValue(job)!, r.GetValue(cluster), r.GetValue(json))));
        return command;
    }

    /// <summary>Watches a job of a cluster.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> WatchAsync(
        ConsoleContext context, IClusterConnection cluster, string jobId, string? address, bool json)
    {
        var follower = new JobFollower(context, cluster.Coordinator(jobId), watchesOnly: true);
        var last = await context.ChooseRenderer(json).ShowAsync(follower.FollowAsync());
        if (last?.State.HasEnded() == true)
        {
            context.WriteNext(CommonOptions.ForSameCluster("jobs", address));
        }
        else
        {
            context.Error.WriteLine($"{jobId} goes on.");
            context.WriteNext(
                CommonOptions.ForSameCluster($"watch {jobId}", address),
                CommonOptions.ForSameCluster($"cancel {jobId}", address));
        }

        return ExitCodes.Of(last, context.Interrupted.IsCancellationRequested);
    }

    private static async Task<int> ExecuteAsync(ConsoleContext context, string jobId, string? address, bool json)
    {
        await using var cluster = await context.ConnectAsync(address);
        await JobLookup.GetStatusAsync(context, cluster, jobId);
        return await WatchAsync(context, cluster, jobId, address, json);
    }
}
