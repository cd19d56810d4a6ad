using System.CommandLine;
using Granary.Client.CommandLines;
using Granary.Client.Following;
using Granary.Client.Terminal;
using Granary.Clustering.Addresses;
using Granary.Grains.Interfaces.Jobs;
using Granary.Requests.Connections;
using Granary.Requests.Lookups;
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
        await using var cluster = await context.ConnectAsync(choice);
        var status = await JobLookup.GetStatusAsync(cluster, jobId, context.Interrupted);
        if (!status.State.HasEnded())
        {
            status = await CancelAsync(context, cluster, jobId);
        }

        context.Output.WriteLine(json ? StatusJson.Line(status) : Sentence(status));
        context.WriteNext(NextSteps.InCluster($"status {jobId}", choice));
        return ExitCodes.Done;
    }

    // Again and again until it has ended: a coordinator that is lost meanwhile takes the wish with it.
    private static async Task<JobStatus> CancelAsync(ConsoleContext context, IClusterConnection cluster, string jobId)
    {
        var (coordinator, questions) = (cluster.Coordinator(jobId), new PatientQuestions(context, cluster.Location));
        while (true)
        {
            JobStatus? status = null;
            await questions.AnswersAsync(coordinator.Cancel, context.Interrupted);
            await questions.AnswersAsync(async () => status = await coordinator.GetStatus(), context.Interrupted);
            if (status?.State.HasEnded() == true)
            {
                return status;
            }

            await Task.Delay(context.PollInterval, context.Time, context.Interrupted);
        }
    }

    private static string Sentence(JobStatus status) => status.State switch
    {
        JobState.Cancelled => $"{status.JobId} is cancelled.",
        _ => $"{status.JobId} had already ended: it is {status.State.Name()}.",
    };
}
