using System.CommandLine;
using Granary.Client.CommandLines;
using Granary.Client.Following;
using Granary.Client.ModelFiles;
using Granary.Client.Submissions;
using Granary.Client.Terminal;
using Granary.Clustering.Addresses;
using Granary.Grains.Interfaces.Jobs;
using Granary.Models;

namespace Granary.Client.Commands;

/// <summary><c>granary run</c>: a cluster inside this process, for development.</summary>
internal static class RunCommand
{
    public static Command Create(ConsoleContext context)
    {
        var model = new ModelOptions(isRequired: false);
        return LocalJobCommand.Create(
            context,
            "run",
            "Train a job on a cluster inside this process.",
            [
                "granary run examples/digits.json --out digits.safetensors",
                "granary run examples/digits.json --silos 3 --set optimizer.learningRate=0.1 --set 'network.dimensions=[64,32,10]'",
                "granary run examples/digits.json --json | tail -1",
            ],
            model.AddTo,
            (result, path, silos, settings, json) => ExecuteAsync(context, path, silos, settings, model.Read(result), json));
    }

    private static async Task<int> ExecuteAsync(
        ConsoleContext context, string path, int silos, string[]? settings, ModelTarget? model, bool json)
    {
        var file = Submission.Read(path, settings);
        context.Error.WriteLine($"Starting {silos} {(silos == 1 ? "silo" : "silos")} in this process.");
        await using var cluster = await context.Connector.StartAsync(silos, context.Interrupted);
        var jobId = await Submission.SubmitAsync(context, cluster, file);
        var follower = new JobFollower(context, cluster.Coordinator(jobId), cluster.Location, watchesOnly: false);
        var last = await context.ChooseRenderer(json).ShowAsync(follower.FollowAsync());
        if (last?.State == JobState.Completed && model is not null)
        {
            await ModelDownload.SaveAsync(context, cluster.Coordinator(jobId), step: null, model);
        }

        WriteNext(context, last, path, silos, settings ?? [], model);
        return ExitCodes.Of(last, context.Interrupted.IsCancellationRequested);
    }

    private static void WriteNext(ConsoleContext context, JobStatus? last, string path, int silos, string[] settings, ModelTarget? model)
    {
        var again = string.Join(' ', ["granary run", ShellWord.Of(path), .. settings.Select(s => $"--set {ShellWord.Of(s)}")]);
        context.WriteNext((last?.State, model) switch
        {
            (JobState.Completed, { Format: not ModelFormat.Npz }) => $"{NextSteps.Program} predict {ShellWord.Of(model.Path)} --data FILE",
            (JobState.Completed, _) => $"{again} --silos {silos + 1}  # the same weights",
            _ => $"{again} --silos {silos}",
        });
    }
}
