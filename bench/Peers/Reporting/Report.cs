using System.Globalization;
using System.Text;
using System.Text.Json;
using Granary.Benchmarks.Common;
using Granary.Benchmarks.Common.Workloads;
using Granary.Benchmarks.Peers.Comparing;

namespace Granary.Benchmarks.Peers.Reporting;

/// <summary>The comparison as <c>peers.md</c> and <c>peers.json</c>.</summary>
public static class Report
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static void Write(Options options, string machine, IReadOnlyList<NetworkResult> results)
    {
        if (options.Out is not { } folder)
        {
            return;
        }

        Directory.CreateDirectory(folder);
        var date = DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        File.WriteAllText(Path.Combine(folder, "peers.md"), Markdown(options, machine, date, results));
        var json = JsonSerializer.Serialize(Model(options, machine, date, results), Json);
        File.WriteAllText(Path.Combine(folder, "peers.json"), json + "\n");
        Console.WriteLine($"Written to {folder}");
    }

    private static string Markdown(Options options, string machine, string date, IReadOnlyList<NetworkResult> results)
    {
        var text = new StringBuilder();
        text.AppendLine("# Granary and its peers").AppendLine();
        text.AppendLine($"- Machine: {machine}");
        text.AppendLine($"- Date: {date}; commit: {Repository.Commit() ?? "unknown"}");
        text.AppendLine(string.Create(
            CultureInfo.InvariantCulture,
            $"- {options.Rounds} rounds; in each, everybody in turn for {options.Seconds} s after a warm-up. "
            + $"A ratio is taken in each round; figures are medians."));
        text.AppendLine(string.Create(
            CultureInfo.InvariantCulture,
            $"- \"loss off by\": largest relative distance of the first {WorkloadFolder.CheckedSteps} losses from the "
            + $"sequential trainer's; at most {LossCheck.Tolerance:0e0}."));
        text.AppendLine("- How it is measured: bench/README.md.");
        foreach (var description in Distinct(results, r => r.Subjects.Select(s => $"{s.Name}: {s.Description}")))
        {
            text.AppendLine($"- {description}");
        }

        foreach (var why in Distinct(results, r => r.Skipped))
        {
            text.AppendLine($"- Skipped: {why}");
        }

        foreach (var result in results)
        {
            text.AppendLine().AppendLine($"## {result.Network.Name}, batch {result.Network.BatchSize}");
            text.Append(NetworkTable.Markdown(result));
        }

        return text.ToString();
    }

    private static object Model(Options options, string machine, string date, IReadOnlyList<NetworkResult> results) => new
    {
        machine,
        date,
        commit = Repository.Commit(),
        options.Rounds,
        options.Seconds,
        networks = results.Select(result => new
        {
            result.Network.Name,
            result.Network.BatchSize,
            result.Network.FlopsPerStep,
            subjects = result.Subjects.Select(s => Model(s, result.Network.FlopsPerStep)),
            ratios = result.Ratios.Select(
                r => new { r.Name, r.Ours, r.Theirs, r.Median, min = r.Values.Min(), max = r.Values.Max(), r.Values }),
            result.Skipped,
        }),
    };

    private static object Model(Subject subject, double flopsPerStep) => new
    {
        kind = subject.Kind.ToString(),
        subject.Name,
        about = JsonDocument.Parse(subject.Description).RootElement,
        lossDeviation = (subject as TrainingSubject)?.LossDeviation,
        stepsPerSecond = subject is TrainingSubject ? subject.Gflops.Select(g => g * 1e9 / flopsPerStep) : null,
        subject.Gflops,
        subject.PeakBytes,
    };

    private static IEnumerable<string> Distinct(
        IReadOnlyList<NetworkResult> results, Func<NetworkResult, IEnumerable<string>> select) => results.SelectMany(select).Distinct();
}
