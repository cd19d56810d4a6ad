using System.Globalization;
using System.Text;
using Granary.Benchmarks.Common;
using Granary.Benchmarks.Peers.Comparing;

namespace Granary.Benchmarks.Peers.Reporting;

/// <summary>The tables of one network.</summary>
public static class NetworkTable
{
    private const double Megabyte = 1 << 20;

    public static string Markdown(NetworkResult result)
    {
        var text = new StringBuilder();
        text.AppendLine().AppendLine("| ratio | against | median | smallest | largest |").AppendLine("|---|---|---|---|---|");
        foreach (var ratio in result.Ratios)
        {
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"| {ratio.Name} | {ratio.Theirs} | **{ratio.Median:F2}** | {ratio.Values.Min():F2} | {ratio.Values.Max():F2} |");
        }

        AppendSubjects(text, result);
        AppendMemory(text, result.Subjects);
        return text.ToString();
    }

    private static void AppendSubjects(StringBuilder text, NetworkResult result)
    {
        text.AppendLine().AppendLine("| subject | steps/s | GFLOP/s | smallest | largest | loss off by | peak memory |");
        text.AppendLine("|---|---|---|---|---|---|---|");
        foreach (var subject in result.Subjects)
        {
            var trainer = subject as TrainingSubject;
            var median = Statistics.Median(subject.Gflops);
            var steps = trainer is null ? "" : Significant(median * 1e9 / result.Network.FlopsPerStep);
            var deviation = trainer is null ? "" : trainer.LossDeviation.ToString("0e0", CultureInfo.InvariantCulture);
            var memory = subject.PeakBytes.Count == 0 ? "" : Memory(subject.PeakBytes[0]);
            text.AppendLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {subject.Name} | {steps} | {median:F1} | {subject.Gflops.Min():F1} | {subject.Gflops.Max():F1} "
                + $"| {deviation} | {memory} |"));
        }
    }

    private static void AppendMemory(StringBuilder text, IReadOnlyList<Subject> subjects)
    {
        var grains = subjects.First(s => s.Kind == SubjectKind.Grains).PeakBytes;
        var peers = subjects.Where(s => s.Kind == SubjectKind.PyTorch && s.PeakBytes.Count > 0).Select(s => s.PeakBytes[0]).ToList();
        if (grains.Count > 0 && peers.Count > 0)
        {
            text.AppendLine().AppendLine(
                CultureInfo.InvariantCulture,
                $"Peak memory, grains / PyTorch's leanest process: {(double)grains[0] / peers.Min():F2}");
        }
    }

    private static string Memory(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / Megabyte:F0} MB");

    private static string Significant(double steps) =>
        steps.ToString(steps < 100 ? "F2" : "N0", CultureInfo.InvariantCulture);
}
