using System.Globalization;
using System.Text;
using Granary.Benchmarks.Common;
using Granary.Benchmarks.Common.Workloads;

namespace Granary.Benchmarks.Scaling.Reporting;

/// <summary>The results in words and tables.</summary>
public static class Report
{
    public static string Markdown(Results results)
    {
        var text = new StringBuilder("# Several silo processes\n\nHow it is measured: bench/README.md.\n");
        Append(text, "Same weights", results.Hashes, AppendHashes);
        Append(text, "Speed", results.Speed, AppendSpeed);
        Append(text, "Width", results.Widths, AppendWidths);
        Append(text, "Prices", results.Prices, AppendPrices);
        Append(text, "Many jobs", results.Queue, AppendQueue);
        Append(text, "Bytes and messages", results.Bytes, AppendBytes);
        Append(text, "Is the count right?", results.Check, AppendCheck);
        return text.ToString();
    }

    /// <summary>The table of one part's results.</summary>
    public static string Markdown<T>(Action<StringBuilder, IReadOnlyList<T>> append, IReadOnlyList<T> results)
    {
        var text = new StringBuilder();
        append(text, results);
        return text.ToString();
    }

    public static void AppendHashes(StringBuilder text, IReadOnlyList<HashesResult> results)
    {
        text.Append("\n| network | steps | wire | clusters (threads of each silo) | distinct `weightsHash` |\n|---|---|---|---|---|\n");
        foreach (var result in results)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {result.Network} | {result.Steps} | {result.Wire} | {string.Join(", ", result.Hashes.Keys)} | **{result.Distinct}** |\n");
        }
    }

    public static void AppendSpeed(StringBuilder text, IReadOnlyList<SpeedResult> results)
    {
        text.Append("\n| network, batch | 2 silos / | median | smallest | largest |\n|---|---|---|---|---|\n");
        foreach (var result in results)
        {
            foreach (var other in new[] { result.BestDdp, SpeedResult.TwoSendingSilos, SpeedResult.OneSilo }
                .OfType<string>().Where(result.StepsPerSecond.ContainsKey))
            {
                var ratios = result.RatiosTo(other);
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"| {result.Network}, {result.BatchSize} | {other} | **{Statistics.Median(ratios):F2}** | {ratios.Min():F2} | {ratios.Max():F2} |\n");
            }
        }

        text.Append("\n| network | subject | steps/s | smallest | largest | GFLOP/s |\n|---|---|---|---|---|---|\n");
        foreach (var (result, subject, speeds) in results.SelectMany(r => r.StepsPerSecond.Select(s => (r, s.Key, s.Value))))
        {
            var median = Statistics.Median(speeds);
            var flops = PeerNetwork.All.Single(n => n.Name == result.Network).FlopsPerStep;
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {result.Network} | {subject} | {Figure(median)} | {Figure(speeds.Min())} | {Figure(speeds.Max())} | {median * flops / 1e9:F1} |\n");
        }

        AppendWaiting(text, results);
    }

    public static void AppendWidths(StringBuilder text, IReadOnlyList<WidthResult> results)
    {
        text.Append("\n| network, batch | found / | median | smallest | largest |\n|---|---|---|---|---|\n");
        foreach (var result in results)
        {
            foreach (var (other, ratios) in new[] { ("best stated", result.RatiosToBest), (WidthResult.OneAlone, result.RatiosTo(WidthResult.OneAlone)) })
            {
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"| {result.Network}, {result.BatchSize} | {other} | **{Statistics.Median(ratios):F2}** | {ratios.Min():F2} | {ratios.Max():F2} |\n");
            }
        }

        text.Append("\n| network | steps/s found | 1 of 2 silos | 2 of 2 silos | 1 silo alone | told |\n|---|---|---|---|---|---|\n");
        foreach (var result in results)
        {
            var speeds = new[] { WidthResult.Found, WidthResult.OneOfTwo, WidthResult.TwoOfTwo, WidthResult.OneAlone }
                .Select(s => Figure(Statistics.Median(result.StepsPerSecond[s])));
            text.Append(CultureInfo.InvariantCulture, $"| {result.Network} | {string.Join(" | ", speeds)} | {result.Told[^1]} |\n");
        }
    }

    public static void AppendPrices(StringBuilder text, IReadOnlyList<PriceResult> results)
    {
        text.Append("\n| network, batch | silos | a step with | costs more | smallest | largest |\n|---|---|---|---|---|---|\n");
        foreach (var result in results)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {result.Network}, {result.BatchSize} | {result.Silos} | {result.Feature} | **{Statistics.Median(result.Prices):P1}** | {result.Prices.Min():P1} | {result.Prices.Max():P1} |\n");
        }
    }

    public static void AppendQueue(StringBuilder text, IReadOnlyList<QueueResult> results)
    {
        text.Append("\n| silos | jobs | one alone, s | all of them, s | / their times, shared by the silos |\n|---|---|---|---|---|\n");
        foreach (var result in results)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {result.Silos} | {result.Jobs} | {Statistics.Median(result.Alone):F2} | {result.Seconds:F1} | **{result.Ratio:F2}** |\n");
        }
    }

    public static void AppendBytes(StringBuilder text, IReadOnlyList<BytesResult> results)
    {
        text.Append(
            "\n| network | silos | wire | bytes a silo and step | / bound | largest silo / bound | control messages a silo and step |\n"
            + "|---|---|---|---|---|---|---|\n");
        foreach (var r in results)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {r.Network} | {r.Silos} | {r.Wire} | {r.BytesPerStep.Average():N0} | **{r.MeanToBound:F3}** | {r.LargestToBound:F3} | {r.SpansPerStep:F4} |\n");
        }

        text.Append("""

            The bound is `2 (n-1)/n x parameters x 4` bytes, also for bfloat16. Everything that is written to the sockets between silos
            counts. Slices differ in size, so that no network spreads quite evenly: the silo that sends most is told beside the mean.
            A control message is a span of steps that the coordinator deals to a worker, counted once spans have their full length.

            """);
    }

    public static void AppendCheck(StringBuilder text, IReadOnlyList<CheckResult> results)
    {
        text.Append("\n| network, 2 silos | counted, bytes a step | loopback device, bytes a step | loopback / counted |\n|---|---|---|---|\n");
        foreach (var r in results)
        {
            text.Append(
                CultureInfo.InvariantCulture, $"| {r.Network} | {r.Counted:N0} | {r.Loopback:N0} | **{r.Loopback / r.Counted:F4}** |\n");
        }

        text.Append("""

            The device's own counters, over a cluster on Orleans' stock transport (Unix sockets do not pass the device); packet headers and
            what an idle cluster sends are taken off.

            """);
    }

    private static void Append<T>(
        StringBuilder text, string title, Measured<T>? measured, Action<StringBuilder, IReadOnlyList<T>> append)
    {
        if (measured is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {title}\n\n{measured.About}\n");
            append(text, measured.Results);
        }
    }

    private static void AppendWaiting(StringBuilder text, IReadOnlyList<SpeedResult> results)
    {
        text.Append('\n');
        foreach (var result in results.Where(r => r.Workers.Length > 0))
        {
            var shares = result.Workers.Select(
                w => string.Create(CultureInfo.InvariantCulture, $"{w.WaitingMicroseconds:N0} of {w.StepMicroseconds:N0}"));
            text.Append(CultureInfo.InvariantCulture, $"- {result.Network}: the two workers waited {string.Join(" and ", shares)} us a step.\n");
        }

        foreach (var why in results.SelectMany(r => r.Skipped).Distinct())
        {
            text.Append(CultureInfo.InvariantCulture, $"- Skipped: {why}\n");
        }
    }

    private static string Figure(double steps) => steps.ToString(steps < 100 ? "F2" : "N0", CultureInfo.InvariantCulture);
}
