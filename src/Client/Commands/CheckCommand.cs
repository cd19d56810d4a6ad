using System.CommandLine;
using Granary.Client.CommandLines;
using Granary.Client.Rendering;
using Granary.Client.Submissions;
using Granary.Client.Terminal;
using Granary.Clustering.Addresses;
using Granary.Grains.Interfaces.Jobs;
using Granary.Requests.Faults;

namespace Granary.Client.Commands;

/// <summary><c>granary check</c>: finds out whether a job can be trained, and what that would take.</summary>
internal static class CheckCommand
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    public static Command Create(ConsoleContext context) => LocalJobCommand.Create(
        context,
        "check",
        "Check a job and its data, and estimate the memory and time that it takes.",
        [
            "granary check people.json",
            "granary check people.json --silos 2 --set batchSize=64",
        ],
        (path, silos, settings, json) => ExecuteAsync(context, path, silos, settings, json));

    private static async Task<int> ExecuteAsync(ConsoleContext context, string path, int silos, string[]? settings, bool json)
    {
        var file = Submission.Read(path, settings);
        await using var granary = await context.StartAsync(silos);
        var job = await Submission.SubmitAsync(context, granary, file);
        context.Error.WriteLine($"Trying it for {Limit.TotalSeconds:0} seconds. Nothing of this is kept.");
        var status = await Trial.RunAsync(context, job, Limit);
        if (status.State == JobState.Failed)
        {
            throw new RequestException($"{file.Path}: the job fails. {status.Error}");
        }

        if (json)
        {
            context.Output.WriteLine(PlanText.Json(status));
        }
        else
        {
            context.Write(width => PlanText.Lines(status, width));
        }

        context.WriteNext($"{NextSteps.Program} run {ShellWord.Of(path)}");
        return ExitCodes.Done;
    }
}
