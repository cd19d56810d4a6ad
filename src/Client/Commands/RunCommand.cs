using System.CommandLine;
using Granary.Client.CommandLines;
using Granary.Client.Following;
using Granary.Client.Terminal;
using Granary.Clustering.Addresses;
using Granary.Grains.Interfaces.Jobs;

namespace Granary.Client.Commands;

/// <summary><c>granary run</c>: a cluster inside this process, for development.</summary>
internal static class RunCommand
{
    public static Command Create(ConsoleContext context) => LocalJobCommand.Create(
        context,
        "run",
        "Train a job on a cluster inside this process.",
        [
            "granary run examples/digits.json",
            "granary run examples/digits.json --silos 3 --set optimizer.learningRate=0.1 --set 'network.dimensions=[64,32,10]'",
            "granary run examples/digits.json --json | tail -1",
        ],
        (path, silos, settings, json) => ExecuteAsync(context, path, silos, settings, json));

    private static async Task<int> ExecuteAsync(ConsoleContext context, string path, int silos, string[]? settings, bool json)
    {
        var file = Submission.Read(path, settings);
        context.Error.WriteLine($"Starting {silos} {(silos == 1 ? "silo" : "silos")} in this process.");
        await using var cluster = await context.Connector.StartAsync(silos, context.Interrupted);
        var jobId = await Submission.SubmitAsync(context, cluster, file);
        var follower = new JobFollower(context, cluster.Coordinator(jobId), cluster.Location, watchesOnly: false);
        var last = await context.ChooseRenderer(json).ShowAsync(follower.FollowAsync());
        WriteNext(context, last, path, silos, settings ?? []);
        return ExitCodes.Of(last, context.Interrupted.IsCancellationRequested);
    }

    private static void WriteNext(ConsoleContext context, JobStatus? last, string path, int silos, string[] settings)
    {
        var again = string.Join(' ', ["granary run", ShellWord.Of(path), .. settings.Select(s => $"--set {ShellWord.Of(s)}")]);
        context.WriteNext(last?.State == JobState.Completed
            ? $"{again} --silos {silos + 1}  # the same weights"
            : $"{again} --silos {silos}");
    }
}
