using System.CommandLine;
using System.Globalization;
using Granary.Client.CommandLines;
using Granary.Client.Terminal;
using Granary.Client.Text;
using Granary.Clustering.Addresses;
using Granary.Grains.Interfaces.Silos;
using Granary.Requests.Statuses;

namespace Granary.Client.Commands;

/// <summary><c>granary cluster</c>: lists the silos of a cluster and what they do.</summary>
internal static class ClusterCommand
{
    private const int LongestJobs = 24;

    public static Command Create(ConsoleContext context)
    {
        var (cluster, json) = (CommonOptions.Cluster(), CommonOptions.Json());
        var command = new CommandWithExamples(
            "cluster",
            "List silos and their load.",
            "granary cluster",
            "granary cluster --data-dir /var/lib/granary --json")
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
        var silos = await granary.Cluster.GetSilosAsync().WaitAsync(context.Interrupted);
        if (json)
        {
            foreach (var (address, facts) in silos)
            {
                context.Output.WriteLine(SiloJson.Line(address, facts));
            }
        }
        else
        {
            context.Write(Table(silos).Lines);
        }

        context.WriteNext(NextSteps.InCluster("jobs", choice));
        return ExitCodes.Done;
    }

    private static TextTable Table(IEnumerable<(string Address, SiloFacts? Facts)> silos)
    {
        var table = new TextTable(
            "SILO", "STATE", "CORES", "LOAD", "JOBS", "LAYERS", "WORKERS", "SLICES", "SENT", "MEMORY", "KERNEL", "NAME");
        foreach (var (address, facts) in silos)
        {
            table.Add(facts is null ? Unanswered(address) : Cells(facts));
        }

        return table;
    }

    private static Span[] Unanswered(string address) =>
        [address, new Span("no answer", Tone.Bad), .. Enumerable.Repeat(new Span(""), 10)];

    private static Span[] Cells(SiloFacts silo) =>
    [
        silo.Address,
        silo.IsLeaving ? new Span("leaving", Tone.Strong) : new Span("active", Tone.Good),
        Text(silo.ComputeThreads),
        Invariant($"{silo.Load * 100:0} %"),
        Jobs(silo.Jobs),
        Numbers.Bytes(silo.SliceBytes),
        Text(silo.Workers),
        Text(silo.Slices),
        silo.BytesSent > 0 ? Numbers.Bytes(silo.BytesSent) : Numbers.Unknown,
        Numbers.Bytes(silo.MemoryBytes),
        silo.Kernel,
        silo.Name,
    ];

    /// <summary>All jobs where there is room, otherwise the first one and how many more.</summary>
    private static string Jobs(string[] jobs)
    {
        var all = string.Join(", ", jobs);
        return jobs.Length switch
        {
            0 => Numbers.Unknown,
            > 1 when all.Length > LongestJobs => Invariant($"{Printable.Cut(jobs[0], LongestJobs)} and {jobs.Length - 1} more"),
            _ => Printable.Cut(all, LongestJobs),
        };
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
