using System.CommandLine;
using Granary.Client.CommandLines;
using Granary.Client.LearningRates;
using Granary.Client.Rendering;
using Granary.Client.Submissions;
using Granary.Client.Terminal;
using Granary.Clustering.Addresses;
using Granary.Requests.Faults;

namespace Granary.Client.Commands;

/// <summary><c>granary lr-find</c>: looks for a learning rate.</summary>
internal static class LearningRateCommand
{
    public static Command Create(ConsoleContext context) => LocalJobCommand.Create(
        context,
        "lr-find",
        "Suggest a learning rate: train a job for 100 steps in this process, each with a higher rate than the one before.",
        [
            "granary lr-find people.json",
            "granary lr-find people.json --set batchSize=256 --json",
        ],
        (path, silos, settings, json) => ExecuteAsync(context, path, silos, settings ?? [], json));

    private static async Task<int> ExecuteAsync(ConsoleContext context, string path, int silos, string[] settings, bool json)
    {
        var file = Submission.Read(path, settings);
        await using var granary = await context.StartAsync(silos);
        var job = await Submission.SubmitAsync(context, granary, file, RangeTest.Of(file.Spec!));
        context.Error.WriteLine($"Trying {RangeTest.Steps} learning rates. Nothing of this is kept.");
        var status = await Trial.RunAsync(context, job);
        var result = RangeTest.Read(await job.GetHistoryAsync(context.Interrupted));
        if (result.Points.Count == 0)
        {
            throw new RequestException($"{file.Path}: the job fails. {status.Error}");
        }

        if (json)
        {
            context.Output.WriteLine(RangeTestText.Json(result));
        }
        else
        {
            context.Write(width => RangeTestText.Lines(result, width));
        }

        if (result.Suggestion is { } rate)
        {
            string[] all = [.. settings.Where(s => !s.StartsWith("optimizer.learningRate=", StringComparison.Ordinal)), $"optimizer.learningRate={RangeTestText.Rate(rate)}"];
            context.WriteNext(string.Join(' ', [$"{NextSteps.Program} run {ShellWord.Of(path)}", .. all.Select(s => $"--set {ShellWord.Of(s)}")]));
        }

        return ExitCodes.Done;
    }
}
