using Granary.Benchmarks.Common;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Granary.Benchmarks.Kernels;

/// <summary>The figures as lines, as Markdown and as JSON.</summary>
public sealed class Report(Options options, List<string> peers, List<Measurement> measurements, List<TinyMeasurement> tiny)
{
    private const string Legend = """
        - Figures are medians over the rounds, in GFLOP/s of float32 (2 a multiply-add). The ratio is the median of the
          rounds' ratios, with the smallest and the largest.
        - The kernel's products include what training does along with them: bias and ReLU, ReLU's derivative, bias gradient and
          the sum over shards (no ReLU for n = ...). OpenBLAS's are the bare products, called through NumPy.
        """;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static string Line(Measurement m) => FormattableString.Invariant(
        $"{m.Kernel,-9} {m.Threads} thr  {m.Case,-60} {m.Kernels,6:F0} / {m.OpenBlas,4:F0} GFLOP/s  ")
        + FormattableString.Invariant($"{Ratio(m)}  best {m.Ours.Max():F0} / {m.Theirs.DefaultIfEmpty().Max():F0}");

    public static string Line(TinyMeasurement m) => FormattableString.Invariant(
        $"{m.Kernel,-9} 64-15-10, batch 16, 8 shards: {m.Microseconds:F2} us");

    /// <summary>Writes kernels.md and kernels.json.</summary>
    public void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "kernels.md"), Markdown());
        File.WriteAllText(Path.Combine(folder, "kernels.json"), Json() + "\n");
    }

    private static string Ratio(Measurement m) => m.Theirs.Count == 0
        ? "-"
        : FormattableString.Invariant($"{m.Ratio:F2} [{m.Ratios.Min():F2}..{m.Ratios.Max():F2}]");

    private string Json()
    {
        var date = DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return JsonSerializer.Serialize(
            new { machine = Machine.Describe(), date, peers, options.Rounds, options.Slot, measurements, tiny }, Indented);
    }

    private string Markdown()
    {
        var text = new StringBuilder("# Matrix products\n\n");
        text.Append($"- Machine: {Machine.Describe()}\n");
        peers.ForEach(peer => text.Append($"- OpenBLAS {peer}\n"));
        text.Append(
            CultureInfo.InvariantCulture,
            $"- {options.Rounds} rounds; in each, kernel and OpenBLAS work {options.Slot * 1000} ms a case by turns.\n");
        text.Append(Legend).Append('\n');
        foreach (var group in measurements.GroupBy(m => (m.Kernel, m.Threads)))
        {
            text.Append($"\n## {group.Key.Kernel}, {group.Key.Threads} thread{(group.Key.Threads > 1 ? "s" : "")}\n\n");
            text.Append("| network | product | rows, inputs -> outputs | shards | kernel | OpenBLAS | ratio |\n");
            text.Append("|---|---|---|---|---|---|---|\n");
            foreach (var m in group)
            {
                var c = m.Case;
                text.Append($"| {c.Group} | {c.Product} | {c.Rows}, {c.Inputs} -> {c.Outputs} | {c.Shards} ");
                text.Append(CultureInfo.InvariantCulture, $"| {m.Kernels:F0} | {m.OpenBlas:F0} | {Ratio(m)} |\n");
            }
        }

        text.Append("\n## 64-15-10, batch 16, 8 shards: all products of a step, one thread\n\n");
        text.Append("| kernel | microseconds |\n|---|---|\n");
        tiny.ForEach(m => text.Append(CultureInfo.InvariantCulture, $"| {m.Kernel} | {m.Microseconds:F2} |\n"));
        return text.ToString();
    }
}
