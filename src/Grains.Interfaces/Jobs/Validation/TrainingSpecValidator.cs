using Granary.Formulas.Activations;
using Granary.Formulas.Losses;
using Granary.Formulas.Schedules;

namespace Granary.Grains.Interfaces.Jobs;

/// <summary>Checks a job's schedule, its regularization, and when it stops early.</summary>
internal static class TrainingSpecValidator
{
    public static void Check(JobSpec spec, SpecFaults faults)
    {
        if (spec.Schedule is { } schedule)
        {
            CheckSchedule(schedule, faults);
            CheckPlateau(schedule, spec, faults);
        }

        CheckSmoothing(spec, faults);
        foreach (var (name, weight) in spec.ClassWeights?.Given ?? [])
        {
            faults.Unless(
                weight >= 0 && float.IsFinite(weight), $"classWeights.{name}", $"found {weight}, expected a finite number of at least 0");
        }

        if (spec.EarlyStopping is { } stopping)
        {
            CheckStopping(stopping, spec, faults);
        }
    }

    private static void CheckSchedule(ScheduleSpec schedule, SpecFaults faults)
    {
        if (!Enum.IsDefined(schedule.Name))
        {
            faults.Add("schedule.name", $"found the unknown schedule {(int)schedule.Name}");
            return;
        }

        CheckLength("warmup", schedule.WarmupSteps, schedule.WarmupEpochs, faults);
        CheckLength("every", schedule.EverySteps, schedule.EveryEpochs, faults);
        CheckLength("", schedule.Steps, schedule.Epochs, faults);
        CheckUse(schedule, faults);
        faults.Unless(
            schedule.Gamma is null or (> 0 and <= float.MaxValue), "schedule.gamma", $"found {schedule.Gamma}, expected a finite number above 0");
        faults.Unless(
            schedule.MinLearningRate is null or (>= 0 and <= float.MaxValue),
            "schedule.minLearningRate",
            $"found {schedule.MinLearningRate}, expected a finite number of at least 0");
        faults.Unless(
            schedule.PctStart is null or (> 0 and < 1), "schedule.pctStart", $"found {schedule.PctStart}, expected a share above 0 and below 1");
        CheckDivisor("schedule.divFactor", schedule.DivFactor, faults);
        CheckDivisor("schedule.finalDivFactor", schedule.FinalDivFactor, faults);
    }

    private static void CheckLength(string what, long? steps, int? epochs, SpecFaults faults)
    {
        var (stepsKey, epochsKey) = what == "" ? ("steps", "epochs") : ($"{what}Steps", $"{what}Epochs");
        faults.Unless(steps is null or >= 1, $"schedule.{stepsKey}", $"found {steps}, expected at least 1");
        faults.Unless(epochs is null or >= 1, $"schedule.{epochsKey}", $"found {epochs}, expected at least 1");
        faults.Unless(
            steps is null || epochs is null, $"schedule.{epochsKey}", $"found '{stepsKey}' and '{epochsKey}', expected one of them");
    }

    // A number that a schedule does not use is a mistake, and one that it cannot do without too.
    private static void CheckUse(ScheduleSpec schedule, SpecFaults faults)
    {
        var kind = schedule.Name;
        var (hasLength, hasGamma) = (LearningRateSchedule.HasLength(kind), LearningRateSchedule.HasGamma(kind));
        var every = schedule.EverySteps is not null || schedule.EveryEpochs is not null;
        (string Key, bool IsGiven, bool IsUsed)[] numbers =
        [
            ("gamma", schedule.Gamma is not null, hasGamma),
            ("everySteps", schedule.EverySteps is not null, kind == ScheduleKind.Step),
            ("everyEpochs", schedule.EveryEpochs is not null, kind == ScheduleKind.Step),
            ("steps", schedule.Steps is not null, hasLength),
            ("epochs", schedule.Epochs is not null, hasLength),
            ("minLearningRate", schedule.MinLearningRate is not null, kind is ScheduleKind.Cosine or ScheduleKind.Plateau),
            ("pctStart", schedule.PctStart is not null, kind == ScheduleKind.OneCycle),
            ("divFactor", schedule.DivFactor is not null, kind == ScheduleKind.OneCycle),
            ("finalDivFactor", schedule.FinalDivFactor is not null, kind == ScheduleKind.OneCycle),
            ("metric", schedule.Metric is not null, kind == ScheduleKind.Plateau),
            ("patience", schedule.Patience is not null, kind == ScheduleKind.Plateau),
            ("threshold", schedule.Threshold is not null, kind == ScheduleKind.Plateau),
            ("cooldown", schedule.Cooldown is not null, kind == ScheduleKind.Plateau),
        ];
        foreach (var (key, isGiven, isUsed) in numbers)
        {
            faults.Unless(!isGiven || isUsed, $"schedule.{key}", $"found a number that the schedule \"{JobFileNames.Of(kind)}\" does not use, expected none");
        }

        faults.Unless(
            kind != ScheduleKind.Step || every,
            "schedule.everyEpochs",
            "found nothing, expected 'everyEpochs' or 'everySteps': after how many the learning rate falls");
        faults.Unless(
            kind != ScheduleKind.Exponential || schedule.Gamma is not null,
            "schedule.gamma",
            "found nothing, expected what the learning rate is multiplied by at each step, for example 0.999");
    }

    private static void CheckPlateau(ScheduleSpec schedule, JobSpec spec, SpecFaults faults)
    {
        if (schedule.Name != ScheduleKind.Plateau)
        {
            return;
        }

        faults.Unless(
            spec.Data.Validation is not null,
            "schedule",
            "found no 'data.validation', expected it: the rows that tell when the learning rate falls, for example 0.1 of the training rows");
        faults.Unless(schedule.Gamma is null or < 1, "schedule.gamma", $"found {schedule.Gamma}, expected a number below 1 that the learning rate is multiplied by");
        faults.Unless(schedule.Patience is null or >= 0, "schedule.patience", $"found {schedule.Patience}, expected at least 0 evaluations");
        faults.Unless(schedule.Cooldown is null or >= 0, "schedule.cooldown", $"found {schedule.Cooldown}, expected at least 0 evaluations");
        faults.Unless(
            schedule.Threshold is null or (>= 0 and < 1), "schedule.threshold", $"found {schedule.Threshold}, expected a share from 0 to below 1");
        CheckMetric(schedule.Metric ?? MetricName.Loss, "schedule.metric", spec, faults);
    }

    private static void CheckDivisor(string key, double? divisor, SpecFaults faults) => faults.Unless(
        divisor is null or (>= 1 and <= float.MaxValue), key, $"found {divisor}, expected a finite number of at least 1");

    private static void CheckSmoothing(JobSpec spec, SpecFaults faults)
    {
        faults.Unless(
            spec.LabelSmoothing is >= 0 and < 1, "labelSmoothing", $"found {spec.LabelSmoothing}, expected a number from 0 to below 1");
        faults.Unless(
            spec.LabelSmoothing == 0 || spec.Loss == Loss.CrossEntropy,
            "labelSmoothing",
            $"found {spec.LabelSmoothing} with the loss \"{JobFileNames.Of(spec.Loss)}\", expected the loss \"crossEntropy\" with it");
    }

    private static void CheckStopping(EarlyStoppingSpec stopping, JobSpec spec, SpecFaults faults)
    {
        faults.Unless(
            spec.Data.Validation is not null,
            "earlyStopping",
            "found no 'data.validation', expected it: the rows that tell when to stop, for example 0.1 of the training rows");
        CheckMetric(stopping.Metric, "earlyStopping.metric", spec, faults);
        faults.Unless(stopping.Patience >= 1, "earlyStopping.patience", $"found {stopping.Patience}, expected at least 1 evaluation");
        faults.Unless(
            stopping.MinDelta >= 0 && double.IsFinite(stopping.MinDelta),
            "earlyStopping.minDelta",
            $"found {stopping.MinDelta}, expected a finite number of at least 0");
    }

    private static void CheckMetric(MetricName metric, string key, JobSpec spec, SpecFaults faults)
    {
        faults.Unless(Enum.IsDefined(metric), key, $"found the unknown metric {(int)metric}");
        var isOfNumbers = metric is MetricName.Rmse or MetricName.Mae or MetricName.R2;
        var answers = spec.Network.Activations is [.., Activation.Softmax] || spec.Loss == Loss.CrossEntropy;
        faults.Unless(
            !isOfNumbers || !answers,
            key,
            $"found \"{JobFileNames.Of(metric)}\", which is of numbers that are predicted, expected \"loss\", \"accuracy\" or \"f1\"");
    }
}
