using System.Globalization;
using Granary.Client.Text;
using Granary.Formulas.Schedules;
using Granary.Grains.Interfaces.Jobs;

namespace Granary.Client.Rendering;

/// <summary>How a job is trained, as far as it is not the usual way, in words.</summary>
internal static class TrainingText
{
    /// <summary>What comes behind the network.</summary>
    public static string Network(NetworkSpec network) => Normalization(network) + Dropout(network);

    private static string Normalization(NetworkSpec network) =>
        !network.Normalization.Contains(NormalizationName.Layer) ? ""
        : Array.TrueForAll(network.Normalization, n => n == NormalizationName.Layer) ? ", layer normalization"
        : $", normalization {string.Join(", ", network.Normalization.Select(JobFileNames.Of))}";

    private static string Dropout(NetworkSpec network)
    {
        var rates = network.Dropout.Select(r => Text(r)).ToArray();
        return rates.Length == 0 || Array.TrueForAll(network.Dropout, r => r == 0) ? ""
            : $", dropout {(rates.Distinct().Count() == 1 ? rates[0] : string.Join(", ", rates))}";
    }

    /// <summary>What comes behind the loss.</summary>
    public static string Loss(JobSpec spec)
    {
        var smoothing = spec.LabelSmoothing > 0 ? $", label smoothing {Text(spec.LabelSmoothing)}" : "";
        return smoothing + spec.ClassWeights switch
        {
            null => "",
            { Balanced: true } => ", classes balanced",
            var weights => $", class weights {string.Join(", ", weights.Given.Select(w => $"{w.Class} {Text(w.Weight)}"))}",
        };
    }

    /// <summary>A schedule.</summary>
    public static string Schedule(ScheduleSpec schedule)
    {
        var warmup = Length(schedule.WarmupSteps, schedule.WarmupEpochs);
        string?[] parts =
        [
            schedule.Name == ScheduleKind.Constant ? null : JobFileNames.Of(schedule.Name),
            schedule.Gamma is { } gamma ? $"times {Text(gamma)}" : null,
            schedule.Name == ScheduleKind.Plateau ? $"of the {JobFileNames.Of(schedule.Metric ?? MetricName.Loss)}" : null,
            Length(schedule.EverySteps, schedule.EveryEpochs) is { } every ? $"every {every}" : null,
            Length(schedule.Steps, schedule.Epochs) is { } length ? $"over {length}" : null,
            schedule.MinLearningRate is { } least ? $"to {Text(least)}" : null,
            warmup is null ? null : $"after a warm-up of {warmup}",
        ];
        return string.Join(" ", parts.OfType<string>()) is { Length: > 0 } text ? text : JobFileNames.Of(schedule.Name);
    }

    /// <summary>When a job stops early.</summary>
    public static string Stopping(EarlyStoppingSpec stopping) =>
        $"after {stopping.Patience} epochs without a better {JobFileNames.Of(stopping.Metric)} on the validation rows, "
        + (stopping.RestoreBest ? "with the best weights" : "with the last weights");

    private static string? Length(long? steps, int? epochs) =>
        steps is { } s ? $"{Numbers.Count(s)} {(s == 1 ? "step" : "steps")}"
        : epochs is { } e ? $"{Numbers.Count(e)} {(e == 1 ? "epoch" : "epochs")}"
        : null;

    private static string Text(double number) => ((float)number).ToString(CultureInfo.InvariantCulture);
}
