using System.CommandLine;
using Granary.Client.CommandLines;
using Granary.Client.Terminal;
using Granary.Client.Text;
using Granary.Clustering.Addresses;
using Granary.Grains.Interfaces.Jobs;
using Granary.Requests.Faults;
using Granary.Requests.Statuses;

namespace Granary.Client.Commands;

/// <summary><c>granary resume</c>: has a paused job go on, or any job go back to a checkpoint and go on from there.</summary>
internal static class ResumeCommand
{
    public static Command Create(ConsoleContext context)
    {
        var from = CommonOptions.Step("--from", "Restart from the checkpoint of this step. The job need not be paused.");
        var epochs = CommonOptions.Count("--epochs", "Train a completed job for so many epochs more.");
        var steps = CommonOptions.Count("--steps", "Train a completed job for so many steps more.");
        return JobCommand.Create(
            context,
            "resume",
            "Resume a paused job, restart any job from a checkpoint, or train a completed one for longer.",
            [
                "granary resume digits-1",
                "granary resume digits-1 --from 500   # back to the checkpoint of step 500",
                "granary resume digits-1 --epochs 50  # the same weights as with 50 epochs more from the start",
            ],
            [from, epochs, steps],
            (r, jobId, choice, json) => ExecuteAsync(context, jobId, r.GetValue(from), Extension(r.GetValue(epochs), r.GetValue(steps)), choice, json));
    }

    private static JobExtension? Extension(int? epochs, int? steps) => epochs is null && steps is null ? null : new JobExtension(epochs, steps);

    private static async Task<int> ExecuteAsync(
        ConsoleContext context, string jobId, long? from, JobExtension? more, ClusterChoice choice, bool json)
    {
        if ((from is not null && more is not null) || more is { Epochs: not null, Steps: not null })
        {
            throw new RequestException("--from, --epochs and --steps exclude each other: expected one of them at most");
        }

        await using var granary = await context.ConnectAsync(choice);
        var job = await granary.GetJobAsync(jobId, context.Interrupted);
        await (more is null ? job.ResumeAsync(from, context.Interrupted) : job.ExtendAsync(more, context.Interrupted));
        if (json)
        {
            context.Output.WriteLine(StatusJson.Line(await job.GetStatusAsync(context.Interrupted)));
        }
        else
        {
            var events = await granary.Cluster.Coordinator(jobId).GetEvents(0).WaitAsync(context.Interrupted);
            var step = from ?? events?.LastOrDefault(e => e.Kind == JobEventKind.Resumed)?.Step;
            context.Output.WriteLine(step is null ? $"{jobId} resumes." : $"{jobId} resumes from step {Numbers.Count(step.Value)}.");
        }

        context.WriteNext(NextSteps.InCluster($"watch {jobId}", choice));
        return ExitCodes.Done;
    }
}
