using System.CommandLine;
using Granary.Client.CommandLines;
using Granary.Client.Rendering;
using Granary.Client.Terminal;
using Granary.Client.Text;
using Granary.Clustering.Addresses;
using Granary.Grains.Interfaces.Jobs;

namespace Granary.Client.Commands;

/// <summary><c>granary resume</c>: has a paused job go on, or any job go back to a checkpoint and go on from there.</summary>
internal static class ResumeCommand
{
    public static Command Create(ConsoleContext context)
    {
        var from = CommonOptions.Step("--from", "Restart from the checkpoint of this step. The job need not be paused.");
        return JobCommand.Create(
            context,
            "resume",
            "Resume a paused job, or restart any job from a checkpoint.",
            ["granary resume digits-1", "granary resume digits-1 --from 500   # back to the checkpoint of step 500"],
            from,
            (step, jobId, choice, json) => ExecuteAsync(context, jobId, step, choice, json));
    }

    private static async Task<int> ExecuteAsync(ConsoleContext context, string jobId, long? from, ClusterChoice choice, bool json)
    {
        await using var cluster = await context.ConnectAsync(choice);
        await JobLookup.GetStatusAsync(context, cluster, jobId);
        if (await cluster.Coordinator(jobId).Resume(from).WaitAsync(context.Interrupted) is { } reason)
        {
            throw new RequestException(reason);
        }

        if (json)
        {
            context.Output.WriteLine(StatusJson.Line(await JobLookup.GetStatusAsync(context, cluster, jobId)));
        }
        else
        {
            var events = await cluster.Coordinator(jobId).GetEvents(0).WaitAsync(context.Interrupted);
            var step = from ?? events?.LastOrDefault(e => e.Kind == JobEventKind.Resumed)?.Step;
            context.Output.WriteLine(step is null ? $"{jobId} resumes." : $"{jobId} resumes from step {Numbers.Count(step.Value)}.");
        }

        context.WriteNext(NextSteps.InCluster($"watch {jobId}", choice));
        return ExitCodes.Done;
    }
}
