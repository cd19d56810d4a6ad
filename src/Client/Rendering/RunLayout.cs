using Granary.Client.Text;
using Granary.Grains.Interfaces.Jobs;
using Granary.Requests.Statuses;

namespace Granary.Client.Rendering;

/// <summary>
/// The live screen: a pure function of what there is to show and of the screen's size. No line is wider than the screen and
/// there are never more lines than rows. What does not fit is dropped: on each line from its end; of the lines the chart
/// first, then from the last.
/// </summary>
internal static class RunLayout
{
    private const string Separator = "  ";
    private const int LabelWidth = 7;
    private const int LongestBar = 40;
    private const int ShortestBar = 8;
    private const int ChartRows = 6;
    private const int FewestChartRows = 3;
    private const int MostWorkerLines = 12;
    private const int WidestChart = 72;

    /// <summary>Lays out the screen.</summary>
    /// <param name="frame">What there is to show.</param>
    /// <param name="width">Columns of the screen.</param>
    /// <param name="height">Rows of the screen.</param>
    public static IReadOnlyList<Line> Lines(RunFrame frame, int width, int height)
    {
        var status = frame.Status;
        var lines = Text(frame, width).ToList();
        lines.AddRange(WorkerTable.Lines(status, width, Math.Min(height - lines.Count, MostWorkerLines)));
        var rows = Math.Min(height - lines.Count, ChartRows);
        var chart = rows >= FewestChartRows ? LossChart.Draw(status.History, Math.Min(width, WidestChart), rows) : [];
        return [.. lines.Concat(chart).Take(Math.Max(height, 1))];
    }

    private static IEnumerable<Line> Text(RunFrame frame, int width)
    {
        var status = frame.Status;
        yield return Title(frame, width);
        yield return Bar("epoch", status.Share(), status.Epochs, status.TotalEpochs(), width);
        yield return Bar("step", Share(status.StepsOfEpoch()), status.StepsOfEpoch()?.Done, status.StepsOfEpoch()?.Total, width);
        yield return Time(status, width);
        yield return Metrics("train", status.TrainLoss, Accuracy(status.TrainAccuracy), width);
        if (status.Spec.Data.Validation is not null)
        {
            yield return Line.Fit(
                width, Separator, [new Span(Label("valid."), Tone.Faint), status.Validation?.Text() ?? $"loss {Numbers.Unknown}"], [status.BestText() ?? ""]);
        }
        else if (status.Facts is null or { TestRows: > 0 })
        {
            yield return Metrics("test", status.TestLoss, Accuracy(status.TestAccuracy) ?? OutputTable.Text(status.TestOutputs), width);
        }

        if (status.SavedText() is { } saved)
        {
            yield return new Line(new Span(Label("saved"), Tone.Faint), new Span(saved, status.CheckpointFault is null ? Tone.Plain : Tone.Bad)).Cut(width);
        }

        if (status.Recoveries > 0)
        {
            yield return new Line(new Span(Label("lost"), Tone.Faint), status.RecoveryText()).Cut(width);
        }

        if (status.Explanation(frame.ResumeHint) is { } explanation)
        {
            foreach (var line in LabelledText.Lines("now", LabelWidth, explanation, width, Tone.Strong))
            {
                yield return line;
            }
        }
    }

    private static Line Title(RunFrame frame, int width) => Line.Fit(
        width,
        Separator,
        [new Span(frame.Status.JobId, Tone.Strong)],
        [new Span(frame.Status.State.Name(), frame.Status.State.Tone())],
        [new Span(frame.Hint, Tone.Faint)]);

    private static Line Bar(string label, double? share, long? done, long? total, int width)
    {
        // As wide as it will ever be, so that the line does not move while it counts.
        var all = total is { } t ? Numbers.Count(t) : Numbers.Unknown;
        var counts = $"{Printable.PadLeft(done is { } d ? Numbers.Count(d) : Numbers.Unknown, all.Length)}/{all}";
        var room = Math.Min(width - LabelWidth - Separator.Length - counts.Length, LongestBar);
        return room < ShortestBar
            ? new Line(new Span(Label(label), Tone.Faint), counts).Cut(width)
            : new Line([new Span(Label(label), Tone.Faint), .. ProgressBar.Draw(share, room), Separator + counts]);
    }

    private static Line Time(JobStatus status, int width) => Line.Fit(
        width,
        Separator,
        [new Span(Label("time"), Tone.Faint), Numbers.Clock(status.Elapsed)],
        [$"left {Numbers.Clock(status.Remaining)}"],
        [$"{Numbers.Rate(status.StepsPerSecond)} steps/s"],
        [$"{Numbers.Rate(status.SamplesPerSecond)} rows/s"]);

    private static string? Accuracy(double? accuracy) => accuracy is null ? null : $"accuracy {Numbers.Percent(accuracy)}";

    private static Line Metrics(string label, double? loss, string? metrics, int width) => Line.Fit(
        width,
        Separator,
        [new Span(Label(label), Tone.Faint), $"loss {Numbers.Metric(loss)}"],
        metrics is null ? [] : [new Span(metrics, Tone.Strong)]);

    private static double? Share((long Done, long Total)? steps) => steps is { } s ? (double)s.Done / s.Total : null;

    private static string Label(string label) => Printable.PadRight(label, LabelWidth);
}
