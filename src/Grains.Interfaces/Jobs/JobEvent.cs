namespace Granary.Grains.Interfaces.Jobs;

/// <summary>Something that happened to a job.</summary>
[GenerateSerializer, Immutable, Alias("granary.JobEvent")]
public sealed record JobEvent
{
    /// <summary>Its number in the job, from 1. Numbers are missing where events are not kept any more.</summary>
    [Id(0)]
    public required long Number { get; init; }

    /// <summary>When, in UTC.</summary>
    [Id(1)]
    public required DateTimeOffset At { get; init; }

    /// <summary>What kind of thing.</summary>
    [Id(2)]
    public required JobEventKind Kind { get; init; }

    /// <summary>How many steps were done.</summary>
    [Id(3)]
    public required long Step { get; init; }

    /// <summary>The silo it is about, <c>ip:port</c>; null when it is about none.</summary>
    [Id(4)]
    public string? Silo { get; init; }

    /// <summary>What happened and what was done about it, in a sentence or two.</summary>
    [Id(5)]
    public required string Message { get; init; }
}

/// <summary>Kinds of events.</summary>
public enum JobEventKind
{
    /// <summary>Shards and slices were assigned to silos.</summary>
    Assigned,

    /// <summary>A silo came and got its share.</summary>
    Joined,

    /// <summary>A silo left politely.</summary>
    Left,

    /// <summary>A silo was lost.</summary>
    Lost,

    /// <summary>The job goes on after a loss.</summary>
    Recovered,

    /// <summary>A checkpoint was committed.</summary>
    Checkpointed,

    /// <summary>A checkpoint could not be written.</summary>
    CheckpointFailed,

    /// <summary>Somebody of an older generation was turned away.</summary>
    Refused,

    /// <summary>A worker is much slower than the others, or so late that its shards were assigned to a backup as well.</summary>
    Slow,

    /// <summary>Somebody paused the job.</summary>
    Paused,

    /// <summary>Somebody had the job go on.</summary>
    Resumed,

    /// <summary>The job ended.</summary>
    Ended,

    /// <summary>Two silos computed the same shards with different bits.</summary>
    Disagreed,

    /// <summary>A checkpoint could not be read, and an earlier one is used.</summary>
    CheckpointUnusable,

    /// <summary>Silos were lost twice in a row while the job started, and it was set aside.</summary>
    Quarantined,

    /// <summary>The job waits, and why.</summary>
    Waiting,

    /// <summary>The job's model was kept.</summary>
    ModelKept,

    /// <summary>The job's model could not be kept.</summary>
    ModelNotKept,

    /// <summary>The job is trained on another number of silos, and why.</summary>
    Width,

    /// <summary>The job stopped early, because it did not become better on the validation rows.</summary>
    StoppedEarly,

    /// <summary>The job waits for its turn in the queue, and why.</summary>
    Queued,
}
