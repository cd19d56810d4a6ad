using System.CommandLine;
using Granary.Client.CommandLines;
using Granary.Client.Terminal;
using Granary.Clustering.Addresses;
using Granary.Grains.Interfaces.Jobs;
using Granary.Requests.Statuses;

namespace Granary.Client.Commands;

/// <summary><c>granary cancel</c>: ends a job and waits until it has ended.</summary>
internal static class CancelCommand
{
    public static Command Create(ConsoleContext context) => JobCommand.Create(
        context,
        "cancel",
        "Cancel a job and wait until it stops.",
        ["granary cancel digits-1"],
        (jobId, choice, json) => ExecuteAsync(context, jobId, choice, json));

    private static async Task<int> ExecuteAsync(ConsoleContext context, string jobId, ClusterChoice choice, bool json)
    {
        await using var granary = await context.ConnectAsync(choice);
        var job = granary.Job(jobId);
        var status = await job.GetStatusAsync(context.Interrupted);
        if (!status.State.HasEnded())
        {
            status = await job.CancelAsync(context.Interrupted);
        }

        context.Output.WriteLine(json ? StatusJson.Line(status) : Sentence(status));
        context.WriteNext(NextSteps.InCluster($"status {jobId}", choice));
        return ExitCodes.Done;
    }

    private static string Sentence(JobStatus status) => status.State switch
    {
        JobState.Cancelled => $"{status.JobId} is cancelled.",
        _ => $"{status.JobId} had already ended: it is {status.State.Name()}.",
    };
}
