using System.Text.Json;
using Granary.Formulas.Schedules;
using Granary.Grains.Interfaces.Jobs;
using Granary.Requests.JobFiles.Json;

namespace Granary.Requests.JobFiles;

/// <summary>Reads <c>classWeights</c>, <c>schedule</c> and <c>earlyStopping</c> of a job file. What has a fault gets a stand-in that no later check complains about.</summary>
internal static class TrainingReader
{
    private const string Balanced = "balanced";

    private static readonly EarlyStoppingSpec Default = new();

    public static ClassWeightsSpec? ReadClassWeights(ObjectReader job)
    {
        switch (job.Find("classWeights"))
        {
            case null:
                return null;
            case ScalarNode { Kind: JsonTokenType.String, Text: Balanced }:
                return new ClassWeightsSpec { Balanced = true };
            case MapNode:
                return new ClassWeightsSpec { Given = [.. job.Numbers("classWeights", 1).Select(n => new ClassWeight(n.Name, n.Value))] };
            case var other:
                job.Refuse("classWeights", $"found {other.Found}, expected \"{Balanced}\", or an object with a number for each class");
                return null;
        }
    }

    // A name alone is enough for those that need no number.
    public static ScheduleSpec? ReadSchedule(ObjectReader job) => job.Find("schedule") switch
    {
        null => null,
        ScalarNode { Kind: JsonTokenType.String } => new ScheduleSpec { Name = job.Name("schedule", ScheduleKind.Constant) },
        _ => job.Object("schedule") is { } schedule ? ReadSchedule(schedule, schedule.Name("name", ScheduleKind.Constant)) : null,
    };

    public static EarlyStoppingSpec ReadStopping(ObjectReader stopping) => new()
    {
        Metric = stopping.Name("metric", Default.Metric),
        Patience = stopping.Int32("patience", Default.Patience),
        MinDelta = stopping.Double("minDelta", Default.MinDelta),
        RestoreBest = stopping.Boolean("restoreBest") ?? Default.RestoreBest,
    };

    private static ScheduleSpec ReadSchedule(ObjectReader schedule, ScheduleKind kind)
    {
        schedule.Require("name");
        return new ScheduleSpec
        {
            Name = kind,
            WarmupSteps = Steps("warmupSteps"),
            WarmupEpochs = Epochs("warmupEpochs"),
            Gamma = Number("gamma"),
            EverySteps = Steps("everySteps"),
            EveryEpochs = Epochs("everyEpochs"),
            Steps = Steps("steps"),
            Epochs = Epochs("epochs"),
            MinLearningRate = Number("minLearningRate"),
            PctStart = Number("pctStart"),
            DivFactor = Number("divFactor"),
            FinalDivFactor = Number("finalDivFactor"),
            Metric = schedule.OptionalName<MetricName>("metric"),
            Patience = Epochs("patience"),
            Threshold = Number("threshold"),
            Cooldown = Epochs("cooldown"),
        };

        long? Steps(string key) => schedule.Has(key) ? schedule.Int64(key, 1) : null;

        int? Epochs(string key) => schedule.Has(key) ? schedule.Int32(key, 1) : null;

        double? Number(string key) => schedule.Has(key) ? schedule.Double(key, 1) : null;
    }
}
