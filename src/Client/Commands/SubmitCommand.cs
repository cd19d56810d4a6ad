using System.CommandLine;
using Granary.Client.CommandLines;
using Granary.Client.Submissions;
using Granary.Client.Terminal;
using Granary.Clustering.Addresses;
using Granary.Grains.Interfaces.Jobs;
using Granary.Requests.JobFiles;
using Granary.Requests.Statuses;

namespace Granary.Client.Commands;

/// <summary><c>granary submit</c>: hands a job to a running cluster.</summary>
internal static class SubmitCommand
{
    public static Command Create(ConsoleContext context)
    {
        var (path, set, cluster, json) =
            (CommonOptions.JobFile(), CommonOptions.Set(), CommonOptions.Cluster(), CommonOptions.Json());
        var priority = new Option<string?>("--priority")
        {
            Description = "Whose turn comes first where jobs wait for each other: low, normal or high.",
            HelpName = string.Join('|', JobFileNames.All<JobPriority>()),
        };
        var follow = new Option<bool>("--follow") { Description = "Watch the job until it ends." };
        var command = new CommandWithExamples(
            "submit",
            "Submit a job to a running cluster.",
            "granary submit examples/digits.json --follow",
            "granary submit examples/digits.json --cluster redis:192.168.0.7:6379 --set epochs=100")
        {
            path, set, priority, follow, json,
        };
        cluster.AddTo(command);
        command.SetAction((r, _) => CommandGuard.RunAsync(
            context,
            r.GetValue(json),
            () => ExecuteAsync(
                context, r.GetValue(path)!, Settings(r.GetValue(set), r.GetValue(priority)), r.GetValue(follow), cluster.Read(r), r.GetValue(json))));
        return command;
    }

    private static string[] Settings(string[]? set, string? priority) => priority is null ? set ?? [] : [.. set ?? [], $"priority={priority}"];

    private static async Task<int> ExecuteAsync(
        ConsoleContext context, string path, string[] settings, bool follow, ClusterChoice choice, bool json)
    {
        var file = Submission.Read(path, settings);
        await using var granary = await context.ConnectAsync(choice);
        var jobId = (await SubmitAsync(context, granary, file, choice)).Id;
        if (follow)
        {
            return await WatchCommand.WatchAsync(context, granary, jobId, choice, json);
        }

        context.Output.WriteLine(json ? StatusJson.Write(j => j.WriteString("job", jobId)) : $"Submitted {jobId}.");
        context.WriteNext(
            NextSteps.InCluster($"watch {jobId}", choice),
            NextSteps.InCluster($"cancel {jobId}", choice));
        return ExitCodes.Done;
    }

    private static async Task<TrainingJob> SubmitAsync(ConsoleContext context, GranaryClient granary, JobFile file, ClusterChoice choice)
    {
        try
        {
            return await Submission.SubmitAsync(context, granary, file);
        }
        catch (OperationCanceledException)
        {
            context.Error.WriteLine("The cluster may still accept the job.");
            context.WriteNext(NextSteps.InCluster("jobs", choice));
            throw;
        }
    }
}
