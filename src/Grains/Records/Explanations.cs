using System.Globalization;
using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Interfaces.Workers;

namespace Granary.Grains.Records;

/// <summary>What users are told about the larger troubles of a job: what was found, and what to do.</summary>
internal static class Explanations
{
    /// <summary>A loss that is no finite number.</summary>
    public static string NonFiniteLoss(long step, SpanReport[] reports, JobSpec spec)
    {
        var layer = reports.Where(r => r.NonFiniteStep == step).Min(r => r.NonFiniteLayer);
        var where = layer is null ? "" : $", first in layer {layer + 1} of {spec.Network.Activations.Length}";
        return $"The loss at step {step} is not a finite number{where}. "
            + $"Most likely the learning rate, {spec.Optimizer.LearningRate}, is too high: try a tenth of it. "
            + "Features of very different sizes have the same effect: try \"scale\": \"standardize\".";
    }

    /// <summary>A job that has stopped early.</summary>
    public static string StoppedEarly(EarlyStoppingSpec stopping, BestSoFar best) => string.Create(
        CultureInfo.InvariantCulture,
        $"No better {JobFileNames.Of(stopping.Metric)} in {Count(stopping.Patience, "evaluation")} of the validation rows. The best was {best.Value:G5}, after step {best.Step}"
        + $"{(stopping.RestoreBest ? ": the job has its weights." : ".")}");

    /// <summary>A job whose best weights are not there at its end.</summary>
    public static string BestIsLost(long step, string? fault) =>
        $"The best weights, those of step {step}, were not kept. {fault ?? "Their checkpoint is not there any more."} "
        + "Resume the job from a checkpoint (--from) when that is mended.";

    /// <summary>Some bytes, for example <c>4.3 KiB</c>.</summary>
    public static string Bytes(double bytes)
    {
        string[] units = ["KiB", "MiB", "GiB", "TiB"];
        var unit = Math.Clamp((int)Math.Log(Math.Max(1, bytes), 1024) - 1, 0, units.Length - 1);
        return string.Create(CultureInfo.InvariantCulture, $"{bytes / Math.Pow(1024, unit + 1):F1} {units[unit]}");
    }

    /// <summary>Some things, for example <c>2 silos</c>.</summary>
    public static string Count(int count, string what) => $"{count} {what}{(count == 1 ? "" : "s")}";

    /// <summary>A worker that holds the others up.</summary>
    public static string Slow(WorkerStatus worker) =>
        string.Create(CultureInfo.InvariantCulture, $"It works {(worker.StepTime - worker.WaitingTime).TotalMilliseconds:F1} ms on a step, more than twice as long as the others, who ")
        + "wait for it. Start it with fewer --cores so that it is assigned fewer shards, or see what else its machine does.";
}
