using Granary.Formulas.Losses;
using Granary.Grains.Interfaces.Uploads;

namespace Granary.Grains.Interfaces.Jobs;

/// <summary>A training job as its submitter wants it. The weights it ends with follow from this and the data alone.</summary>
[GenerateSerializer, Immutable, Alias("granary.JobSpec")]
public sealed record JobSpec
{
    /// <summary>A short name; the cluster makes the job's id from it.</summary>
    [Id(0)]
    public required string Name { get; init; }

    /// <summary>What to learn from.</summary>
    [Id(1)]
    public required DataSpec Data { get; init; }

    /// <summary>The network.</summary>
    [Id(2)]
    public required NetworkSpec Network { get; init; }

    /// <summary>What training makes small.</summary>
    [Id(3)]
    public required Loss Loss { get; init; }

    /// <summary>How weights are updated.</summary>
    [Id(4)]
    public required OptimizerSpec Optimizer { get; init; }

    /// <summary>Rows of a mini-batch, at least 1 and at most the training rows.</summary>
    [Id(5)]
    public required int BatchSize { get; init; }

    /// <summary>Passes over the training rows, at least 1; null when only <see cref="Steps"/> ends the job.</summary>
    [Id(6)]
    public int? Epochs { get; init; }

    /// <summary>Steps, at least 1; null when only <see cref="Epochs"/> ends the job. With both, whichever ends first.</summary>
    [Id(7)]
    public long? Steps { get; init; }

    /// <summary>Decides first weights, order of rows and held-out rows.</summary>
    [Id(8)]
    public long Seed { get; init; } = 1;

    /// <summary>Shards of a mini-batch: a power of two from 1 to 1024. Part of the arithmetic, whatever the cluster looks like.</summary>
    [Id(9)]
    public int Shards { get; init; } = 8;

    /// <summary>
    /// Workers on each silo, from 1 to 64. Changes no bit of the result. One uses all compute threads; each further one exchanges
    /// gradients and weights with other silos for itself, so that they send as much again.
    /// </summary>
    [Id(10)]
    public int WorkersPerSilo { get; init; } = 1;

    /// <summary>The numbers that workers and layers exchange. Part of the arithmetic: bfloat16 rounds gradients and weights.</summary>
    [Id(11)]
    public WireName Wire { get; init; } = WireName.Float32;

    /// <summary>How often checkpoints are made. Changes no bit of the result.</summary>
    [Id(12)]
    public CheckpointSpec Checkpoint { get; init; } = new();

    /// <summary>The weights it begins with; null to draw them.</summary>
    [Id(13)]
    public FromSpec? From { get; init; }

    /// <summary>Those of its files that were uploaded to the cluster. The silos read the others themselves, under their paths.</summary>
    [Id(14)]
    public UploadedFile[] Uploads { get; init; } = [];

    /// <summary>
    /// How many silos train it, at least 1, or all where there are fewer; null to have the coordinator find the fastest number. Changes no bit
    /// of the result.
    /// </summary>
    [Id(15)]
    public int? Silos { get; init; }

    /// <summary>How the learning rate changes; null where it does not.</summary>
    [Id(16)]
    public ScheduleSpec? Schedule { get; init; }

    /// <summary>How far targets of classes and of yes and no are moved to the middle, at least 0 and below 1.</summary>
    [Id(17)]
    public float LabelSmoothing { get; init; }

    /// <summary>How much the rows of each class count; null for 1.</summary>
    [Id(18)]
    public ClassWeightsSpec? ClassWeights { get; init; }

    /// <summary>When the job ends before its length; null for never.</summary>
    [Id(19)]
    public EarlyStoppingSpec? EarlyStopping { get; init; }

    /// <summary>Whose turn comes first where jobs wait for each other. Changes no bit of the result.</summary>
    [Id(20)]
    public JobPriority Priority { get; init; } = JobPriority.Normal;
}
