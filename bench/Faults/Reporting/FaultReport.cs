using System.Globalization;
using System.Text;
using Granary.Benchmarks.Common;
using Granary.Benchmarks.Faults.Measuring;
using Granary.Benchmarks.Faults.Planning;

namespace Granary.Benchmarks.Faults.Reporting;

/// <summary>The random run as text.</summary>
public static class FaultReport
{
    private const string Legend = """
        - Each silo is a process of its own with one compute thread. Handwritten digits, adam, mini-batches of 16; a checkpoint a second.
        - Every fault was planned, with its silo and its step, from the seed. A lost silo is replaced once the job goes on.
        - Seconds: from the signal to the first status, asked for every 50 ms, that shows a step completed after the loss, or the end. After
          the kill of all silos: from when the next one is up. After a moment's freeze: from its end. A join: from when the silo is up
          to work on it. SIGTERM to the only silo: with the start of its successor.
        - Recoveries: how often jobs say they went back, beside the faults that make them.
        """;

    public static string Markdown(Options options, IReadOnlyList<FaultResult> faults, IReadOnlyList<JobResult> jobs)
    {
        var text = new StringBuilder("# Faults\n\n");
        text.Append(CultureInfo.InvariantCulture, $"- Machine: {Machine.Describe()}\n- Date: {DateTime.UtcNow:yyyy-MM-dd}\n");
        text.Append(CultureInfo.InvariantCulture, $"- `--faults {options.Faults} --jobs {options.Jobs} --seed {options.Seed}`\n{Legend}\n");
        text.Append(Summary(faults, jobs));
        AppendGroups(text, "By kind", faults.GroupBy(f => f.Kind).OrderBy(g => g.Key).Select(g => (Name(g.Key), g.ToArray())));
        AppendGroups(
            text,
            "Kills by the role of the silo",
            faults.Where(IsKillOfOne).GroupBy(f => f.Role).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => (g.Key, g.ToArray())));
        AppendJobs(text, faults, jobs);
        AppendFaults(text, faults);
        return text.ToString();
    }

    /// <summary>The figures that count, one a line.</summary>
    public static string Summary(IReadOnlyList<FaultResult> faults, IReadOnlyList<JobResult> jobs)
    {
        var kills = faults.Where(IsKillOfOne).ToArray();
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"\n**{faults.Count} faults over {jobs.Count} jobs: {jobs.Count(j => j.Failure is not null)} ");
        text.Append("jobs lost, hung or with wrong weights.** ");
        text.Append(CultureInfo.InvariantCulture, $"From SIGKILL of one silo to the next completed step: median {Median(kills):F1} s, ");
        text.Append(CultureInfo.InvariantCulture, $"worst {Worst(kills):F1} s ({kills.Length} kills). ");
        text.Append(CultureInfo.InvariantCulture, $"Recoveries: {jobs.Sum(j => j.Recoveries)} of {jobs.Sum(j => j.Losses)} losses.\n");
        return text.ToString();
    }

    private static bool IsKillOfOne(FaultResult fault) => fault.Kind is FaultKind.Kill or FaultKind.Damage;

    private static void AppendGroups(StringBuilder text, string title, IEnumerable<(string Name, FaultResult[] Faults)> groups)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n## {title}\n\n");
        text.Append("| | faults | median s | worst s |\n|---|---|---|---|\n");
        foreach (var (name, faults) in groups)
        {
            text.Append(Row(name, faults));
        }
    }

    private static void AppendJobs(StringBuilder text, IReadOnlyList<FaultResult> faults, IReadOnlyList<JobResult> jobs)
    {
        text.Append("\n## Jobs\n\n| job | silos | network | steps | faults | losses | recoveries | weights |\n|---|---|---|---|---|---|---|---|\n");
        foreach (var job in jobs)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {job.Number} | {job.Silos} | {job.Network} | {job.Steps} | ");
            text.Append(CultureInfo.InvariantCulture, $"{faults.Count(f => f.Job == job.Number)} | {job.Losses} | {job.Recoveries} | ");
            text.Append(job.Failure is null ? "right |\n" : "**WRONG or lost** |\n");
        }
    }

    private static void AppendFaults(StringBuilder text, IReadOnlyList<FaultResult> faults)
    {
        text.Append("\n## Faults\n\n| job | kind | role | silos | step | s to the next step |\n|---|---|---|---|---|---|\n");
        foreach (var f in faults)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {f.Job} | {Name(f.Kind)} | {f.Role} | {f.Silos} | {f.Step} | {f.Seconds:F2} |\n");
        }
    }

    private static string Row(string name, FaultResult[] faults) => string.Create(
        CultureInfo.InvariantCulture,
        $"| {name} | {faults.Length} | {Median(faults):F1} | {Worst(faults):F1} |\n");

    private static double Median(FaultResult[] faults) => Statistics.Median(faults.Select(f => f.Seconds));

    private static double Worst(FaultResult[] faults) => faults.Select(f => f.Seconds).DefaultIfEmpty(double.NaN).Max();

    private static string Name(FaultKind kind) => kind switch
    {
        FaultKind.Kill => "SIGKILL",
        FaultKind.KillAll => "SIGKILL of all",
        FaultKind.Freeze => "SIGSTOP",
        FaultKind.Blink => "SIGSTOP for 1 s",
        FaultKind.Terminate => "SIGTERM",
        FaultKind.Damage => "flipped bit, SIGKILL",
        _ => "silo started",
    };
}
