using Granary.Client.Text;
using Granary.Grains.Interfaces.Jobs;
using Granary.Requests.Statuses;

namespace Granary.Client.Rendering;

/// <summary>What came of a job, or what has come of it so far.</summary>
internal static class Summary
{
    // So that the hash of the weights just fits into 80 columns.
    private const int LabelWidth = 8;

    /// <summary>Lays out the summary.</summary>
    public static IReadOnlyList<Line> Lines(JobStatus status, int width) =>
    [
        .. LabelledText.Wrap(Title(status), width).Select(t => new Line(new Span(t, status.State.Tone()))),
        .. Rows(status).SelectMany(r => LabelledText.Lines(r.Label, LabelWidth, r.Text, width, r.Tone)),
        .. Apart(WorkerTable.Lines(status, width)),
        .. Apart(OutputTable.Lines(status.TestOutputs, width)),
        .. Apart(Confusion(status, width)),
    ];

    private static string Title(JobStatus status)
    {
        var start = $"{status.JobId} {status.State.Name()}";
        if (status.State == JobState.Preparing)
        {
            return $"{start}: silos are reading the data, {Numbers.Clock(status.Elapsed)} elapsed";
        }

        if (status.State == JobState.Completed)
        {
            var all = $"{Numbers.Count(status.Epochs)} epochs, {Numbers.Count(status.Steps)} steps";
            return $"{start}: {all} in {Numbers.Duration(status.Elapsed)}";
        }

        var done = $"{start}: {Of(status.Epochs, status.TotalEpochs())} epochs, {Of(status.Steps, status.Facts?.TotalSteps)} steps";
        return status.State is JobState.Running or JobState.Recovering
            ? $"{done}, {Numbers.Clock(status.Elapsed)} elapsed, {Numbers.Clock(status.Remaining)} left"
            : $"{done} in {Numbers.Duration(status.Elapsed)}";
    }

    private static IReadOnlyList<Line> Confusion(JobStatus status, int width) => status is { Confusion: { } confusion, Facts: { } facts }
        ? ConfusionTable.Lines(facts.Classes, confusion, width)
        : [];

    private static IEnumerable<Line> Apart(IReadOnlyList<Line> lines) => lines.Count == 0 ? lines : lines.Prepend(Line.Empty);

    private static string Of(long done, long? total) =>
        total is { } t ? $"{Numbers.Count(done)} of {Numbers.Count(t)}" : Numbers.Count(done);

    private static IEnumerable<(string Label, string Text, Tone Tone)> Rows(JobStatus status)
    {
        if (status.Error is { } error)
        {
            yield return ("error", error, Tone.Bad);
        }

        if (status.Explanation() is { } explanation)
        {
            yield return ("now", explanation, Tone.Strong);
        }

        if (status.StoppingText() is { } stopped)
        {
            yield return ("stopped", stopped, Tone.Plain);
        }

        if (status.Validation is { } validation)
        {
            yield return ("valid.", validation.Text(), Tone.Plain);
        }

        if (status.EvaluatedAt is { } step)
        {
            var when = step == status.Steps ? "" : $", after step {Numbers.Count(step)}";
            yield return ("test", Metrics(status.TestLoss, status.TestAccuracy, OutputTable.Text(status.TestOutputs)) + when, Tone.Strong);
        }

        if (status.TrainLoss is not null)
        {
            yield return ("train", Metrics(status.TrainLoss, status.TrainAccuracy), Tone.Plain);
            yield return ("speed", Speed(status), Tone.Plain);
        }

        if (status.State != JobState.Completed && status.SavedText() is { } saved)
        {
            yield return ("saved", saved, status.CheckpointFault is null ? Tone.Plain : Tone.Bad);
        }

        if (status.Recoveries > 0)
        {
            yield return ("lost", status.RecoveryText(), Tone.Plain);
        }

        if (status.WeightsHash is { } hash)
        {
            yield return ("weights", hash, Tone.Plain);
        }

        if (status.ModelFault is { } fault)
        {
            yield return ("model", $"not kept: {fault}", Tone.Bad);
        }
    }

    private static string Metrics(double? loss, double? accuracy, string? outputs = null)
    {
        var metrics = accuracy is null ? outputs : $"accuracy {Numbers.Percent(accuracy)}";
        return metrics is null ? $"loss {Numbers.Metric(loss)}" : $"{metrics}, loss {Numbers.Metric(loss)}";
    }

    private static string Speed(JobStatus status) =>
        $"{Numbers.Rate(status.StepsPerSecond)} steps/s, {Numbers.Rate(status.SamplesPerSecond)} rows/s"
        + (status.Evaluating > TimeSpan.Zero ? $", without {Numbers.Duration(status.Evaluating)} of evaluation" : "");
}
