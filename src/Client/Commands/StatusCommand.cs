using System.CommandLine;
using Granary.Client.CommandLines;
using Granary.Client.Rendering;
using Granary.Client.Terminal;
using Granary.Client.Text;
using Granary.Clustering.Addresses;
using Granary.Requests.Statuses;

namespace Granary.Client.Commands;

/// <summary><c>granary status</c>: what a job is and where it stands.</summary>
internal static class StatusCommand
{
    public static Command Create(ConsoleContext context) => JobCommand.Create(
        context,
        "status",
        "Show a job's settings and progress.",
        ["granary status digits-1", "granary status digits-1 --json"],
        (jobId, choice, json) => ExecuteAsync(context, jobId, choice, json));

    private static async Task<int> ExecuteAsync(ConsoleContext context, string jobId, ClusterChoice choice, bool json)
    {
        await using var granary = await context.ConnectAsync(choice);
        var status = await granary.Job(jobId).GetStatusAsync(context.Interrupted);
        if (json)
        {
            context.Output.WriteLine(StatusJson.Line(status));
        }
        else
        {
            context.Write(width => [.. Banner.Lines(status, width), Line.Empty, .. Summary.Lines(status, width)]);
        }

        context.WriteNext(NextSteps.InCluster(NextSteps.For(status), choice));
        return ExitCodes.Done;
    }
}
