using Granary.Client.Text;
using Granary.Grains.Interfaces.Jobs;

namespace Granary.Client.Rendering;

/// <summary>How well a job does on its validation rows, in words.</summary>
internal static class ValidationText
{
    /// <summary>The metrics of an evaluation, the loss last, as for test rows.</summary>
    public static string Text(this Evaluation evaluation) => string.Join(
        ", ", evaluation.Metrics.Skip(1).Append(evaluation.Metrics[0]).Select(m => $"{NameOf(m.Metric)} {Number(m)}"));

    /// <summary>Which evaluation was the best one; null where the last one was, and where nobody asks.</summary>
    public static string? BestText(this JobStatus status) => status.BestStep is { } best && best != status.Validation?.Step
        ? $"best after step {Numbers.Count(best)}"
        : null;

    /// <summary>Why a job has stopped before its length; null when it has not.</summary>
    public static string? StoppingText(this JobStatus status) => status is { HasStoppedEarly: true, Spec.EarlyStopping: { } stopping }
        ? $"no better {NameOf(stopping.Metric)} in {stopping.Patience} {(stopping.Patience == 1 ? "evaluation" : "evaluations")}, "
            + $"best after step {Numbers.Count(status.BestStep!.Value)}"
        : null;

    private static string Number(MetricValue metric) => metric.Metric switch
    {
        MetricName.Accuracy or MetricName.F1 or MetricName.Precision or MetricName.Recall or MetricName.Top5 => Numbers.Percent(metric.Value),
        _ => Numbers.Metric(metric.Value),
    };

    // As people write them.
    private static string NameOf(MetricName metric) => metric switch
    {
        MetricName.F1 => "F1",
        MetricName.Top5 => "top 5",
        MetricName.LogLoss => "log loss",
        MetricName.Auc => "AUC",
        MetricName.Rmse => "RMSE",
        MetricName.Mae => "MAE",
        MetricName.R2 => "R2",
        _ => JobFileNames.Of(metric),
    };
}
