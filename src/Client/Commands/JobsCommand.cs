using System.CommandLine;
using System.CommandLine.Parsing;
using Granary.Client.CommandLines;
using Granary.Client.Rendering;
using Granary.Client.Terminal;
using Granary.Client.Text;
using Granary.Clustering.Addresses;
using Granary.Grains.Interfaces.Jobs;
using Granary.Requests.Connections;
using Granary.Requests.Lookups;
using Granary.Requests.Statuses;

namespace Granary.Client.Commands;

/// <summary><c>granary jobs</c>: lists the jobs of a cluster.</summary>
internal static class JobsCommand
{
    public static Command Create(ConsoleContext context)
    {
        var (cluster, json) = (CommonOptions.Cluster(), CommonOptions.Json());
        var state = new Option<JobState?>("--state")
        {
            Description = "Only jobs in this state, for example running, queued or failed.",
            HelpName = "STATE",
            CustomParser = ParseState,
        };
        var name = new Option<string?>("--name") { Description = "Only jobs of this name.", HelpName = "NAME" };
        var last = CommonOptions.Count("--last", "Only the last N of these jobs.");
        var command = new CommandWithExamples(
            "jobs",
            "List jobs.",
            "granary jobs",
            "granary jobs --state queued",
            "granary jobs --name digits --last 5 --json")
        {
            state, name, last, json,
        };
        cluster.AddTo(command);
        command.SetAction((r, _) => CommandGuard.RunAsync(
            context, r.GetValue(json), () => ExecuteAsync(context, cluster.Read(r), new Choice(r.GetValue(state), r.GetValue(name), r.GetValue(last)), r.GetValue(json))));
        return command;
    }

    private static JobState? ParseState(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (Array.Find(Enum.GetValues<JobState>(), s => s.Name() == text) is var state && state.Name() == text)
        {
            return state;
        }

        result.AddError($"--state: found '{text}', expected {string.Join(", ", Enum.GetValues<JobState>().Select(s => s.Name()))}");
        return null;
    }

    private static async Task<int> ExecuteAsync(ConsoleContext context, ClusterChoice choice, Choice which, bool json)
    {
        await using var granary = await context.ConnectAsync(choice);
        var jobs = await which.FindAsync(granary.Cluster).WaitAsync(context.Interrupted);
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
            context.Error.WriteLine(which == new Choice(null, null, null) ? "There are no jobs." : "There are no such jobs.");
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

    // Why jobs wait comes early: a narrow terminal drops the last columns.
    private static TextTable Table((string Id, JobStatus? Status)[] jobs)
    {
        var areWaiting = Array.Exists(jobs, j => j.Status?.Waiting is not null);
        string[] heads = ["JOB", "STATE", .. areWaiting ? ["WAITS"] : (string[])[], "DONE", "EPOCHS", "TEST", "LOSS", "TIME", "SUBMITTED"];
        var table = new TextTable(heads);
        foreach (var (id, status) in jobs)
        {
            Span[] cells = status is not null ? Cells(status, areWaiting) : [id, "no answer", .. Enumerable.Repeat<Span>("", heads.Length - 2)];
            table.Add(cells);
        }

        return table;
    }

    private static Span[] Cells(JobStatus status, bool areWaiting) =>
    [
        status.JobId,
        new Span(status.State.Name(), status.State.Tone()),
        .. areWaiting ? [status.Waiting ?? ""] : (Span[])[],
        status.Share() is { } share ? $"{Math.Floor(share * 100)} %" : Numbers.Unknown,
        Numbers.Count(status.Epochs),
        Numbers.Percent(status.TestAccuracy),
        Numbers.Metric(status.TrainLoss),
        Numbers.Clock(status.Elapsed),
        Numbers.Moment(status.SubmittedAt),
    ];

    /// <summary>Which jobs are listed.</summary>
    private sealed record Choice(JobState? State, string? Name, int? Last)
    {
        // Only those that are asked for are asked.
        public async Task<(string Id, JobStatus? Status)[]> FindAsync(IClusterConnection cluster)
        {
            var ids = (await cluster.ListJobsAsync()).Where(id => Name is null || Name == JobLookup.NameOf(id));
            if (State is not { } state)
            {
                return await JobLookup.GetAllAsync(cluster, LastOf(ids));
            }

            // A job that does not answer may be in any state.
            var jobs = await JobLookup.GetAllAsync(cluster, ids);
            return [.. LastOf(jobs.Where(j => j.Status is null || j.Status.State == state))];
        }

        private IEnumerable<T> LastOf<T>(IEnumerable<T> all) => Last is { } count ? all.TakeLast(count) : all;
    }
}
