using System.CommandLine;
using Granary.Client.Following;
using Granary.Client.Rendering;
using Granary.Clustering.Addresses;
using Granary.Grains.Interfaces.Jobs;

namespace Granary.Client.Commands;

/// <summary><c>granary cancel</c>: ends a job and waits until it has ended.</summary>
internal static class CancelCommand
{
    public static Command Create(ConsoleContext context) => JobCommand.Create(
        context,
        "cancel",
        "Ends a job and waits until it has ended.",
        (jobId, choice, json) => ExecuteAsync(context, jobId, choice, json));

    private static async Task<int> ExecuteAsync(ConsoleContext context, string jobId, ClusterChoice choice, bool json)
    {
        await using var cluster = await context.ConnectAsync(choice);
        var status = await JobLookup.GetStatusAsync(context, cluster, jobId);
        if (!status.State.HasEnded())
        {
            var coordinator = cluster.Coordinator(jobId);
            await coordinator.Cancel().WaitAsync(context.Interrupted);
            var follower = new JobFollower(context, coordinator, cluster.Place, watchesOnly: true);
            status = await LastAsync(follower.FollowAsync()) ?? status;
        }

        context.Output.WriteLine(json ? StatusJson.Line(status) : Sentence(status));
        context.WriteNext(CommonOptions.ForSameCluster($"status {jobId}", choice));
        return status.State.HasEnded() ? ExitCodes.Done : ExitCodes.Interrupted;
    }

    private static async Task<JobStatus?> LastAsync(IAsyncEnumerable<RunFrame> frames)
    {
        JobStatus? last = null;
        await foreach (var frame in frames)
        {
            last = frame.Status;
        }

        return last;
    }

    private static string Sentence(JobStatus status) => status.State switch
    {
        JobState.Cancelled => $"{status.JobId} is cancelled.",
        JobState.Completed or JobState.Failed => $"{status.JobId} had ended before: it is {status.State.Name()}.",
        _ => $"{status.JobId} is being cancelled.",
    };
}
