using System.CommandLine;
using Granary.Client.CommandLines;
using Granary.Client.Rendering;
using Granary.Client.Terminal;
using Granary.Client.Text;
using Granary.Clustering.Addresses;
using Granary.Grains.Interfaces.Jobs;
using Granary.Requests.Faults;
using Granary.Requests.Lookups;
using Granary.Requests.Statuses;

namespace Granary.Client.Commands;

/// <summary><c>granary models</c>: lists the models that a cluster keeps, and removes them.</summary>
internal static class ModelsCommand
{
    public static Command Create(ConsoleContext context)
    {
        var (cluster, json) = (CommonOptions.Cluster(), CommonOptions.Json());
        var command = new CommandWithExamples(
            "models",
            "List the models of completed jobs, or remove one.",
            "granary models",
            "granary models rm people-1")
        {
            json,
            CreateRemove(context),
        };
        cluster.AddTo(command);
        command.SetAction((r, _) => CommandGuard.RunAsync(
            context, r.GetValue(json), () => ListAsync(context, cluster.Read(r), r.GetValue(json))));
        return command;
    }

    private static Command CreateRemove(ConsoleContext context) => JobCommand.Create(
        context,
        "rm",
        "Remove the model of a job from the cluster. Its checkpoints stay.",
        ["granary models rm people-1"],
        (jobId, choice, json) => RemoveAsync(context, jobId, choice, json));

    private static async Task<int> ListAsync(ConsoleContext context, ClusterChoice choice, bool json)
    {
        await using var granary = await context.ConnectAsync(choice);
        var jobs = await JobLookup.GetAllAsync(granary.Cluster).WaitAsync(context.Interrupted);
        JobStatus[] kept = [.. jobs.Select(j => j.Status).OfType<JobStatus>().Where(s => s.Model is not null)];
        if (json)
        {
            Array.ForEach(kept, status => context.Output.WriteLine(StatusJson.Line(status)));
        }
        else if (kept.Length > 0)
        {
            context.Write(Table(kept).Lines);
        }
        else
        {
            context.Error.WriteLine("There are no models.");
        }

        if (kept.Length > 0)
        {
            context.WriteNext(NextSteps.InCluster($"export {kept[^1].JobId} --out {ShellWord.Of(kept[^1].JobId)}.safetensors", choice));
        }

        return ExitCodes.Done;
    }

    private static async Task<int> RemoveAsync(ConsoleContext context, string jobId, ClusterChoice choice, bool json)
    {
        await using var granary = await context.ConnectAsync(choice);
        await JobLookup.GetStatusAsync(granary.Cluster, jobId, context.Interrupted);
        if (!await granary.Cluster.Coordinator(jobId).RemoveModel().WaitAsync(context.Interrupted))
        {
            throw new RequestException($"the job {jobId} has no model") { Hint = "'granary models' lists those that are kept" };
        }

        context.Output.WriteLine(json ? StatusJson.Write(j => j.WriteString("removed", jobId)) : $"Removed the model of {jobId}.");
        return ExitCodes.Done;
    }

    private static TextTable Table(IEnumerable<JobStatus> kept)
    {
        var table = new TextTable("JOB", "TEST", "STEPS", "SIZE", "COMPLETED", "WEIGHTS");
        foreach (var status in kept)
        {
            table.Add(
                status.JobId,
                OutputTable.Text(status.TestOutputs) ?? Numbers.Percent(status.TestAccuracy),
                Numbers.Count(status.Model!.Steps),
                Numbers.Bytes(status.Model.Bytes),
                status.EndedAt is { } end ? Numbers.Moment(end) : Numbers.Unknown,
                status.WeightsHash ?? Numbers.Unknown);
        }

        return table;
    }
}
