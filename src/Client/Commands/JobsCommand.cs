using System.CommandLine;
using Granary.Client.CommandLines;
using Granary.Client.Rendering;
using Granary.Client.Terminal;
using Granary.Client.Text;
using Granary.Clustering.Addresses;
using Granary.Grains.Interfaces.Jobs;
using Granary.Requests.Lookups;
using Granary.Requests.Statuses;

namespace Granary.Client.Commands;

/// <summary><c>granary jobs</c>: lists the jobs of a cluster.</summary>
internal static class JobsCommand
{
    public static Command Create(ConsoleContext context)
    {
        var (cluster, json) = (CommonOptions.Cluster(), CommonOptions.Json());
        var command = new CommandWithExamples(
            "jobs",
            "List jobs.",
            "granary jobs",
            "granary jobs --json")
        {
            json,
        };
        cluster.AddTo(command);
        command.SetAction((r, _) => CommandGuard.RunAsync(
            context, r.GetValue(json), () => ExecuteAsync(context, cluster.Read(r), r.GetValue(json))));
        return command;
    }

    private static async Task<int> ExecuteAsync(ConsoleContext context, ClusterChoice choice, bool json)
    {
        await using var granary = await context.ConnectAsync(choice);
        var jobs = await JobLookup.GetAllAsync(granary.Cluster).WaitAsync(context.Interrupted);
        if (json)
        {
            WriteJson(context, jobs);
        }
        else if (jobs.Length > 0)
        {
            context.Write(Table(jobs).Lines);
        }
        else
        {
            context.Error.WriteLine("There are no jobs.");
        }

        var next = jobs.Length > 0 ? $"status {jobs[^1].Id}" : "submit JOB.json";
        context.WriteNext(NextSteps.InCluster(next, choice));
        return ExitCodes.Done;
    }

    private static void WriteJson(ConsoleContext context, IEnumerable<(string Id, JobStatus? Status)> jobs)
    {
        foreach (var (id, status) in jobs)
        {
            context.Output.WriteLine(status is not null ? StatusJson.Line(status) : StatusJson.Write(j =>
            {
                j.WriteString("job", id);
                j.WriteNull("state");
            }));
        }
    }

    private static TextTable Table(IEnumerable<(string Id, JobStatus? Status)> jobs)
    {
        var table = new TextTable("JOB", "STATE", "DONE", "EPOCHS", "TEST", "LOSS", "TIME", "SUBMITTED");
        foreach (var (id, status) in jobs)
        {
            Span[] cells = status is null ? [id, "no answer", "", "", "", "", "", ""] : Cells(status);
            table.Add(cells);
        }

        return table;
    }

    private static Span[] Cells(JobStatus status) =>
    [
        status.JobId,
        new Span(status.State.Name(), status.State.Tone()),
        status.Share() is { } share ? $"{Math.Floor(share * 100)} %" : Numbers.Unknown,
        Numbers.Count(status.Epochs),
        Numbers.Percent(status.TestAccuracy),
        Numbers.Metric(status.TrainLoss),
        Numbers.Clock(status.Elapsed),
        Numbers.Moment(status.SubmittedAt),
    ];
}
