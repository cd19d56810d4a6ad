using System.CommandLine;
using Granary.Client.CommandLines;
using Granary.Client.Terminal;
using Granary.Client.Text;
using Granary.Clustering.Addresses;
using Granary.Grains.Interfaces.Jobs;
using Granary.Requests.Statuses;

namespace Granary.Client.Commands;

/// <summary><c>granary pause</c>: has a job stop and keep its place, and waits until it stands still.</summary>
internal static class PauseCommand
{
    public static Command Create(ConsoleContext context) => JobCommand.Create(
        context,
        "pause",
        "Pause a job. It stays paused across restarts.",
        ["granary pause digits-1"],
        (jobId, choice, json) => ExecuteAsync(context, jobId, choice, json));

    private static async Task<int> ExecuteAsync(ConsoleContext context, string jobId, ClusterChoice choice, bool json)
    {
        await using var granary = await context.ConnectAsync(choice);
        var job = await granary.GetJobAsync(jobId, context.Interrupted);
        await PauseAsync(context, job);
        var status = await job.GetStatusAsync(context.Interrupted);
        context.Output.WriteLine(json ? StatusJson.Line(status) : Sentence(status));
        context.WriteNext(NextSteps.InCluster(NextSteps.For(status), choice));
        return status.State == JobState.Paused
            ? ExitCodes.Done
            : ExitCodes.Of(status, context.Interrupted.IsCancellationRequested);
    }

    private static async Task PauseAsync(ConsoleContext context, TrainingJob job)
    {
        try
        {
            await job.PauseAsync(context.Interrupted);
        }
        catch (OperationCanceledException)
        {
            context.Error.WriteLine("The pause may still take effect.");
            throw;
        }
    }

    private static string Sentence(JobStatus status) => status.State switch
    {
        JobState.Paused => $"{status.JobId} is paused after step {Numbers.Count(status.Steps)}.",
        var state => $"{status.JobId} was paused, but is now {state.Name()}.",
    };
}
