using System.Globalization;
using Granary.Client.Text;
using Granary.Grains.Interfaces.Jobs;
using Granary.Requests.Statuses;

namespace Granary.Client.Rendering;

/// <summary>
/// Lines that stay: the banner, a record of <c>key=value</c> now and then, the summary. For files, pipes and plain terminals.
/// </summary>
internal sealed class PlainRenderer(TextWriter output, int width) : IRunRenderer
{
    /// <inheritdoc/>
    public async Task<JobStatus?> ShowAsync(IAsyncEnumerable<RunFrame> frames)
    {
        var cadence = new RecordCadence();
        var hasBanner = false;
        JobStatus? last = null;
        await foreach (var status in frames.Select(f => f.Status))
        {
            last = status;
            if (!hasBanner && (status.Facts is not null || status.State.HasEnded()))
            {
                Write(Banner.Lines(status, width));
                hasBanner = true;
            }

            if (cadence.IsDue(status))
            {
                output.WriteLine(Record(status));
            }
        }

        if (last is not null)
        {
            Write(Summary.Lines(last, width));
        }

        return last;
    }

    /// <summary>One record of progress.</summary>
    private static string Record(JobStatus status)
    {
        var fields = new (string Key, string? Value)[]
        {
            ("time", Numbers.Clock(status.Elapsed)),
            ("state", status.State.Name()),
            ("progress", status.Share() is { } share ? Invariant($"{Math.Floor(share * 100)}%") : null),
            ("epoch", Of(status.Epochs, status.TotalEpochs())),
            ("step", Of(status.Steps, status.Facts?.TotalSteps)),
            ("trainLoss", Optional(status.TrainLoss, Numbers.Metric)),
            ("trainAccuracy", Optional(status.TrainAccuracy, Share)),
            ("validationLoss", Optional(status.Validation?.Of(MetricName.Loss), Numbers.Metric)),
            ("validationAccuracy", Optional(status.Validation?.Of(MetricName.Accuracy), Share)),
            ("testLoss", Optional(status.TestLoss, Numbers.Metric)),
            ("testAccuracy", Optional(status.TestAccuracy ?? Mean(status, o => o.Accuracy), Share)),
            ("testR2", Optional(Mean(status, o => o.R2), Share)),
            ("testRmse", Optional(status.TestOutputs is [{ Rmse: { } rmse }] ? rmse : null, Numbers.Metric)),
            ("stepsPerSecond", status.StepsPerSecond > 0 ? Invariant($"{status.StepsPerSecond:0.0}") : null),
            ("samplesPerSecond", status.SamplesPerSecond > 0 ? Invariant($"{status.SamplesPerSecond:0}") : null),
            ("silos", status.Facts?.Width is null ? null : Invariant($"{status.Facts.Silos}")),
            ("checkpoint", status.CheckpointedAt is { } saved ? Invariant($"{saved}") : null),
            ("checkpoints", status.CheckpointFault is null ? null : "fail"),
            ("heldUpBy", status.State == JobState.Running ? Bottleneck.Find(status.Workers)?.Silo : null),
            ("left", Numbers.Clock(status.Remaining)),
            ("recoveries", status.Recoveries > 0 ? Invariant($"{status.Recoveries}") : null),
        };
        return string.Join(' ', fields.Where(f => f.Value is not null).Select(f => $"{f.Key}={f.Value}"));
    }

    private static double? Mean(JobStatus status, Func<OutputMetrics, double?> metric) => status.TestOutputs.Average(metric);

    private static string Of(long done, long? total) => total is null ? Invariant($"{done}") : Invariant($"{done}/{total}");

    private static string? Optional(double? value, Func<double?, string> format) => value is null ? null : format(value);

    private static string Share(double? share) => Invariant($"{share:0.0000}");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private void Write(IEnumerable<Line> lines)
    {
        foreach (var line in lines)
        {
            output.WriteLine(line);
        }
    }
}
