using System.CommandLine;
using Granary.Client.Following;
using Granary.Client.Rendering;
using Granary.Client.Text;
using Granary.Clustering.Addresses;
using Granary.Grains.Interfaces.Jobs;

namespace Granary.Client.Commands;

/// <summary><c>granary pause</c>: has a job stop and keep its place, and waits until it stands still.</summary>
internal static class PauseCommand
{
    public static Command Create(ConsoleContext context) => JobCommand.Create(
        context,
        "pause",
        "Has a job stop and keep its place, whatever is restarted, until it is resumed.",
        (jobId, choice, json) => ExecuteAsync(context, jobId, choice, json));

    private static async Task<int> ExecuteAsync(ConsoleContext context, string jobId, ClusterChoice choice, bool json)
    {
        await using var cluster = await context.ConnectAsync(choice);
        var status = await JobLookup.GetStatusAsync(context, cluster, jobId);
        var coordinator = cluster.Coordinator(jobId);
        if (await coordinator.Pause().WaitAsync(context.Interrupted) is { } reason)
        {
            throw new RequestException(reason);
        }

        status = await StandsStillAsync(new JobFollower(context, coordinator, cluster.Place, watchesOnly: true)) ?? status;
        context.Output.WriteLine(json ? StatusJson.Line(status) : Sentence(status));
        context.WriteNext(CommonOptions.ForSameCluster(CommonOptions.NextFor(status), choice));
        return status.State == JobState.Paused
            ? ExitCodes.Done
            : ExitCodes.Of(status, context.Interrupted.IsCancellationRequested);
    }

    /// <summary>The job's status as soon as it is paused or has ended, or when an interruption comes first; null when nothing was seen.</summary>
    private static async Task<JobStatus?> StandsStillAsync(JobFollower follower)
    {
        JobStatus? last = null;
        await foreach (var (status, _, _) in follower.FollowAsync())
        {
            last = status;
            if (status.State == JobState.Paused || status.State.HasEnded())
            {
                break;
            }
        }

        return last;
    }

    private static string Sentence(JobStatus status) => status.State switch
    {
        JobState.Paused => $"{status.JobId} is paused after step {Numbers.Count(status.Steps)}.",
        var state when state.HasEnded() => $"{status.JobId} ended before it could be paused: it is {state.Name()}.",
        _ => $"{status.JobId} will be paused.",
    };
}
