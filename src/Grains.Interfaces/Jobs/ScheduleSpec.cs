using Granary.Formulas.Schedules;

namespace Granary.Grains.Interfaces.Jobs;

/// <summary>
/// How a job's learning rate changes from step to step. Lengths are given in epochs or in steps; when the job is accepted they become steps, and
/// do not change any more, however much longer the job is trained.
/// </summary>
[GenerateSerializer, Immutable, Alias("granary.ScheduleSpec")]
public sealed record ScheduleSpec
{
    /// <summary>Which schedule.</summary>
    [Id(0)]
    public required ScheduleKind Name { get; init; }

    /// <summary>Steps of a linear warm-up before it, at least 1; null for none, or where epochs are given.</summary>
    [Id(1)]
    public long? WarmupSteps { get; init; }

    /// <summary>Epochs of the warm-up, at least 1.</summary>
    [Id(2)]
    public int? WarmupEpochs { get; init; }

    /// <summary>The factor of each fall, above 0 and at most 1.</summary>
    [Id(3)]
    public double? Gamma { get; init; }

    /// <summary>Steps between two falls, at least 1.</summary>
    [Id(4)]
    public long? EverySteps { get; init; }

    /// <summary>Epochs between two falls, at least 1.</summary>
    [Id(5)]
    public int? EveryEpochs { get; init; }

    /// <summary>Steps from the end of the warm-up to the schedule's end, at least 1; null for the rest of the job.</summary>
    [Id(6)]
    public long? Steps { get; init; }

    /// <summary>The same in epochs.</summary>
    [Id(7)]
    public int? Epochs { get; init; }

    /// <summary>The learning rate at the end, at least 0.</summary>
    [Id(8)]
    public double? MinLearningRate { get; init; }

    /// <summary>The share of a cycle in which the rate rises, above 0 and below 1.</summary>
    [Id(9)]
    public double? PctStart { get; init; }

    /// <summary>What the rate is divided by at a cycle's beginning, at least 1.</summary>
    [Id(10)]
    public double? DivFactor { get; init; }

    /// <summary>What the rate of a cycle's beginning is divided by at its end, at least 1.</summary>
    [Id(11)]
    public double? FinalDivFactor { get; init; }

    /// <summary>Whether it may be longer than the job, as when a job is trained again up to one of its steps; otherwise that is a fault.</summary>
    [Id(12)]
    public bool MayOutlastJob { get; init; }

    /// <summary>What has to become better, on the validation rows; null for the loss.</summary>
    [Id(13)]
    public MetricName? Metric { get; init; }

    /// <summary>How many evaluations in a row may be no better before the rate falls, at least 0.</summary>
    [Id(14)]
    public int? Patience { get; init; }

    /// <summary>By which share of the best value another one has to differ to be better, at least 0.</summary>
    [Id(15)]
    public double? Threshold { get; init; }

    /// <summary>Evaluations after a fall that are not counted, at least 0.</summary>
    [Id(16)]
    public int? Cooldown { get; init; }

    /// <summary>The schedule with all lengths in steps.</summary>
    /// <param name="stepsPerEpoch">Steps of an epoch.</param>
    /// <param name="totalSteps">Steps of the job.</param>
    public ScheduleSpec InSteps(int stepsPerEpoch, long totalSteps)
    {
        var warmup = WarmupSteps ?? (long?)WarmupEpochs * stepsPerEpoch;
        return this with
        {
            WarmupSteps = warmup,
            WarmupEpochs = null,
            EverySteps = EverySteps ?? (long?)EveryEpochs * stepsPerEpoch,
            EveryEpochs = null,
            Steps = LearningRateSchedule.HasLength(Name) ? Steps ?? (long?)Epochs * stepsPerEpoch ?? totalSteps - (warmup ?? 0) : null,
            Epochs = null,
        };
    }
}
