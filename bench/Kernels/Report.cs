using System.Globalization;
using System.Text;
using System.Text.Json;
using Granary.Benchmarks.Common;

namespace Granary.Benchmarks.Kernels;

/// <summary>The figures as a Markdown table and as JSON.</summary>
public static class Report
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true };

    public static string Line(Measurement m) => string.Create(
        CultureInfo.InvariantCulture,
        $"{m.Kernel,-9} {m.Threads} thr  {m.Case,-60} {Statistics.Median(m.Ours),6:F0} / {Statistics.Median(m.Theirs),4:F0} GFLOP/s  {Ratio(m)}  best {m.Ours.Max():F0}");

    public static void Write(
        string? folder, string machine, List<string> peers, Options options, List<Measurement> measurements, List<(string Kernel, double Microseconds)> tiny)
    {
        foreach (var (kernel, microseconds) in tiny)
        {
            Console.WriteLine(FormattableString.Invariant($"{kernel,-9} 64-15-10, batch 16, 8 shards: {microseconds:F2} us"));
        }

        if (folder is null)
        {
            return;
        }

        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "kernels.md"), Markdown(machine, peers, options, measurements, tiny));
        var json = new
        {
            machine,
            peers,
            date = DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            options.Rounds,
            options.Slot,
            measurements,
            tiny = tiny.Select(t => new { t.Kernel, t.Microseconds }),
        };
        File.WriteAllText(Path.Combine(folder, "kernels.json"), JsonSerializer.Serialize(json, Json) + "\n");
    }

    private static string Markdown(
        string machine, List<string> peers, Options options, List<Measurement> measurements, List<(string Kernel, double Microseconds)> tiny)
    {
        var text = new StringBuilder();
        text.AppendLine("# Matrix products").AppendLine();
        text.AppendLine($"- Machine: {machine}");
        foreach (var peer in peers)
        {
            text.AppendLine($"- OpenBLAS {peer}");
        }

        text.AppendLine(CultureInfo.InvariantCulture, $"- {options.Rounds} rounds; in each, kernel and OpenBLAS work {options.Slot * 1000} ms on a case one after the other.");
        text.AppendLine("- Figures are medians over the rounds, GFLOP/s in float32 (2 a multiply-add); the ratio is the median of the rounds' ratios [smallest..largest].");
        text.AppendLine("- The kernel's products include bias and ReLU, the derivative's mask, bias gradient and shard sums (but for n = ...: no ReLU); OpenBLAS's are bare products.");
        foreach (var group in measurements.GroupBy(m => (m.Kernel, m.Threads)))
        {
            text.AppendLine().AppendLine($"## {group.Key.Kernel}, {group.Key.Threads} thread{(group.Key.Threads > 1 ? "s" : "")}").AppendLine();
            text.AppendLine("| network | product | rows, inputs -> outputs | shards | kernel | OpenBLAS | ratio |");
            text.AppendLine("|---|---|---|---|---|---|---|");
            foreach (var m in group)
            {
                var c = m.Case;
                text.AppendLine(
                    CultureInfo.InvariantCulture,
                    $"| {c.Group} | {c.Product} | {c.Rows}, {c.Inputs} -> {c.Outputs} | {c.Shards} | {Statistics.Median(m.Ours):F0} | {Statistics.Median(m.Theirs):F0} | {Ratio(m)} |");
            }
        }

        text.AppendLine().AppendLine("## 64-15-10, batch 16, 8 shards: all products of a step, one thread").AppendLine();
        text.AppendLine("| kernel | microseconds |").AppendLine("|---|---|");
        foreach (var (kernel, microseconds) in tiny)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"| {kernel} | {microseconds:F2} |");
        }

        return text.ToString();
    }

    private static string Ratio(Measurement m) => m.Theirs.Count == 0
        ? "-"
        : string.Create(CultureInfo.InvariantCulture, $"{Statistics.Median(m.Ratios):F2} [{m.Ratios.Min():F2}..{m.Ratios.Max():F2}]");
}
