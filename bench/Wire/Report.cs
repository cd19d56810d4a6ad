using System.Globalization;
using System.Text;
using System.Text.Json;
using Granary.Benchmarks.Common;

namespace Granary.Benchmarks.Wire;

/// <summary>The figures as lines, as <c>wire.md</c> and as <c>wire.json</c>.</summary>
public static class Report
{
    private const string Legend = """
        - Two processes, one a core. Each step each sends the gradients of the other's slices, and answers the gradients it gets with
          the new weights, when its own are in. GB/s are 8 bytes a parameter (4 each way) over the time of a step.
        - Figures are medians over the rounds; the ratio to raw TCP is the median of the rounds' ratios, with the smallest and the
          largest. CPU, allocations and receives are those of both processes, the update's arithmetic included.
        - Raw: blocking sockets, a thread that receives and computes and one that sends. Stock: Orleans' own transport, whose
          receives nobody counts. Tcp and Unix: Granary's transport; Tls: over TCP, with TLS and certificates on both sides. All with DOTNET_TieredCompilation=0.
        """;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static string Line(Result result, IReadOnlyList<Result> all) => string.Create(
        CultureInfo.InvariantCulture,
        $"{result.Workload.Name,-6} {result.Kind,-6} {result.GigabytesPerSecond,6:F2} GB/s  {Ratio(result, all),-20} ")
        + string.Create(
            CultureInfo.InvariantCulture,
            $"{result.CpuSecondsPerGigabyte,6:F2} CPU-s/GB {result.StepsPerSecond,9:F1} steps/s {result.AllocatedPerStep,11:F0} B/step ")
        + $"{Receives(result),7} receives/step";

    /// <summary>Writes wire.md and wire.json.</summary>
    public static void Write(string folder, Options options, IReadOnlyList<Result> results)
    {
        Directory.CreateDirectory(folder);
        var date = DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        File.WriteAllText(Path.Combine(folder, "wire.md"), Markdown(options, date, results));
        var model = new { machine = Machine.Describe(), date, options.Rounds, options.Seconds, results };
        File.WriteAllText(Path.Combine(folder, "wire.json"), JsonSerializer.Serialize(model, Json) + "\n");
    }

    private static string Markdown(Options options, string date, IReadOnlyList<Result> results)
    {
        var text = new StringBuilder("# The wire between two silos of one machine\n\n");
        text.Append(CultureInfo.InvariantCulture, $"- Machine: {Machine.Describe()}\n- Date: {date}\n");
        text.Append(CultureInfo.InvariantCulture, $"- {options.Rounds} rounds; in each, everybody in turn for {options.Seconds} s.\n");
        text.Append(Legend).Append('\n');
        foreach (var group in results.GroupBy(r => r.Workload))
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"\n## {group.Key.Name} parameters, {group.Key.Slices} slices\n\n");
            text.Append("| transport | GB/s | to raw TCP | CPU-s/GB | steps/s | allocated a step | receives a step |\n");
            text.Append("|---|---|---|---|---|---|---|\n");
            var all = group.ToList();
            all.ForEach(r => text.Append(Row(r, all)));
        }

        return text.ToString();
    }

    private static string Row(Result r, IReadOnlyList<Result> all) => string.Create(
        CultureInfo.InvariantCulture,
        $"| {r.Kind} | {r.GigabytesPerSecond:F2} | {Ratio(r, all)} | {r.CpuSecondsPerGigabyte:F2} | {r.StepsPerSecond:F1} | ")
        + string.Create(CultureInfo.InvariantCulture, $"{r.AllocatedPerStep:F0} B | {Receives(r)} |\n");

    private static string Ratio(Result result, IReadOnlyList<Result> all)
    {
        if (result.Kind == SubjectKind.Raw || all.FirstOrDefault(r => r.Kind == SubjectKind.Raw) is not { } raw)
        {
            return "-";
        }

        var ratios = result.RatiosTo(raw);
        return string.Create(
            CultureInfo.InvariantCulture, $"{Statistics.Median(ratios):F2} [{ratios.Min():F2}..{ratios.Max():F2}]");
    }

    private static string Receives(Result result) =>
        result.ReceivesPerStep is { } receives ? receives.ToString("F1", CultureInfo.InvariantCulture) : "-";
}
