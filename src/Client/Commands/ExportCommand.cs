using System.CommandLine;
using Granary.Client.CommandLines;
using Granary.Client.ModelFiles;
using Granary.Client.Terminal;
using Granary.Clustering.Addresses;
using Granary.Models;

namespace Granary.Client.Commands;

/// <summary><c>granary export</c>: writes the model of a job to a file.</summary>
internal static class ExportCommand
{
    public static Command Create(ConsoleContext context)
    {
        var (job, cluster, model) = (CommonOptions.JobId(), CommonOptions.Cluster(), new ModelOptions(isRequired: true));
        var step = CommonOptions.Step("--step", "Write the weights of this checkpoint instead of the final ones.");
        var command = new CommandWithExamples(
            "export",
            "Write the model of a job to a file.",
            "granary export people-1 --out people.safetensors",
            "granary export people-1 --out weights.npz --step 1200")
        {
            job, step,
        };
        model.AddTo(command);
        cluster.AddTo(command);
        command.SetAction((r, _) => CommandGuard.RunAsync(
            context,
            json: false,
            () => ExecuteAsync(context, r.GetValue(job)!, r.GetValue(step), model.Read(r)!, cluster.Read(r))));
        return command;
    }

    private static async Task<int> ExecuteAsync(ConsoleContext context, string jobId, long? step, ModelTarget target, ClusterChoice choice)
    {
        await using var granary = await context.ConnectAsync(choice);
        var job = await granary.GetJobAsync(jobId, context.Interrupted);
        await ModelDownload.SaveAsync(context, job, step, target);
        if (target.Format != ModelFormat.Npz)
        {
            context.WriteNext($"{NextSteps.Program} predict {ShellWord.Of(target.Path)} --data FILE");
        }

        return ExitCodes.Done;
    }
}
