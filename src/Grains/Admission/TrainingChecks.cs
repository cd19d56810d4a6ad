using Granary.Formulas.Activations;
using Granary.Formulas.Schedules;
using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Interfaces.Workers;
using Granary.Grains.Mapping;
using Granary.Numerics.Datasets;

namespace Granary.Grains.Admission;

/// <summary>What can be wrong between the data and how a job trains: weights of classes, the metric of early stopping, the schedule.</summary>
internal static class TrainingChecks
{
    /// <summary>Checks weights and the metric.</summary>
    public static IEnumerable<Fault> Check(JobSpec spec, Dataset train)
    {
        if (spec.ClassWeights is { } weights)
        {
            foreach (var fault in CheckWeights(weights, train))
            {
                yield return fault;
            }
        }

        foreach (var (metric, key) in new[] { (spec.EarlyStopping?.Metric, "earlyStopping.metric"), (spec.Schedule?.Metric, "schedule.metric") })
        {
            if (metric is { } found and not MetricName.Loss && !MetricsOf(spec, train).Contains(found))
            {
                var fitting = MetricsOf(spec, train).Prepend(MetricName.Loss).Select(m => $"\"{JobFileNames.Of(m)}\"");
                yield return new Fault($"found \"{JobFileNames.Of(found)}\", which the labels do not give: expected one of {string.Join(", ", fitting)}.", key);
            }
        }

        if (spec.LabelSmoothing > 0 && train.Targets == TargetKind.Values)
        {
            yield return new Fault($"found {spec.LabelSmoothing}, but the labels are numbers to predict: expected 0.", "labelSmoothing");
        }
    }

    /// <summary>Checks whether a schedule fits into a job's length.</summary>
    /// <param name="spec">The job, its schedule in steps.</param>
    /// <param name="trainRows">Training rows.</param>
    public static IEnumerable<Fault> CheckSchedule(JobSpec spec, int trainRows)
    {
        if (spec.Schedule is not { MayOutlastJob: false } schedule)
        {
            yield break;
        }

        var total = spec.ToSchedule(trainRows).TotalSteps;
        var warmup = schedule.WarmupSteps ?? 0;
        if (warmup >= total)
        {
            yield return new Fault($"found a warm-up of {warmup} steps, but the job has {total}: expected fewer.", "schedule");
        }
        else if (LearningRateSchedule.HasLength(schedule.Name) && warmup + schedule.Steps > total)
        {
            yield return new Fault(
                $"found a schedule that ends after {warmup + schedule.Steps} steps, but the job has {total}: expected at most as many.", "schedule");
        }
        else if (schedule.EverySteps >= total - warmup)
        {
            yield return new Fault(
                $"found a schedule that falls every {schedule.EverySteps} steps, but the job has {total - warmup} after the warm-up: expected fewer.",
                "schedule");
        }
    }

    private static IEnumerable<Fault> CheckWeights(ClassWeightsSpec weights, Dataset train)
    {
        if (train.Targets != TargetKind.Classes)
        {
            yield return new Fault("found weights of classes, but the labels are no classes: expected none.", "classWeights");
            yield break;
        }

        foreach (var (name, _) in weights.Given.Where(w => !train.ClassNames.Contains(w.Class)))
        {
            yield return new Fault($"found \"{name}\", which is no class, expected one of {string.Join(", ", train.ClassNames.Take(10))}.", $"classWeights.{name}");
        }
    }

    private static MetricName[] MetricsOf(JobSpec spec, Dataset train)
    {
        switch (train.Targets)
        {
            case TargetKind.MultiLabel:
                return [MetricName.Accuracy];
            case TargetKind.Values:
                return [MetricName.Rmse, MetricName.Mae, MetricName.R2];
        }

        var classes = train.ClassNames.Count;
        var areProbabilities = spec.Network.Activations is [.., Activation.Softmax] || (classes == 2 && spec.Network.Activations is [.., Activation.Sigmoid]);
        MetricName?[] all =
        [
            MetricName.Accuracy,
            MetricName.F1,
            MetricName.Precision,
            MetricName.Recall,
            classes > EvaluationReport.TopClasses ? MetricName.Top5 : null,
            areProbabilities ? MetricName.LogLoss : null,
            classes == 2 ? MetricName.Auc : null,
        ];
        return [.. all.OfType<MetricName>()];
    }
}
