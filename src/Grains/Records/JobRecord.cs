using Granary.Grains.Interfaces.Checkpoints;
using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Interfaces.Models;
using Granary.Grains.Interfaces.Layers;

namespace Granary.Grains.Records;

/// <summary>
/// What outlives a coordinator: kept in grain storage, where writing it is a compare-and-swap. Of two coordinators of one job,
/// which may live side by side for a moment around a crash, only the one that wrote last can write again: the other stops.
/// </summary>
[GenerateSerializer, Alias("granary.JobRecord")]
internal sealed class JobRecord
{
    /// <summary>The job; null before one was accepted.</summary>
    [Id(0)]
    public JobSpec? Spec { get; set; }

    /// <summary>Where it stands.</summary>
    [Id(1)]
    public JobState State { get; set; }

    /// <summary>Why it failed.</summary>
    [Id(2)]
    public string? Error { get; set; }

    /// <summary>When it was submitted, in UTC.</summary>
    [Id(3)]
    public DateTimeOffset SubmittedAt { get; set; }

    /// <summary>When it ended, in UTC.</summary>
    [Id(4)]
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>The last generation that was assigned.</summary>
    [Id(5)]
    public long Generation { get; set; }

    /// <summary>How its layers are cut.</summary>
    [Id(6)]
    public CutSpec Cut { get; set; }

    /// <summary>How often it went on after a silo was lost.</summary>
    [Id(7)]
    public int Recoveries { get; set; }

    /// <summary>The hash of the final weights.</summary>
    [Id(8)]
    public string? WeightsHash { get; set; }

    /// <summary>The checkpoints, oldest first.</summary>
    [Id(9)]
    public List<JobCheckpoint> Checkpoints { get; set; } = [];

    /// <summary>What was seen when this was written; null before a job was accepted.</summary>
    [Id(10)]
    public ProgressSnapshot? Progress { get; set; }

    /// <summary>The last events.</summary>
    [Id(11)]
    public List<JobEvent> Events { get; set; } = [];

    /// <summary>What is known of the job and its silos.</summary>
    [Id(12)]
    public JobFacts? Facts { get; set; }

    /// <summary>Whether the coordinator handed the job over on purpose, with a checkpoint of its last step.</summary>
    [Id(13)]
    public bool IsHandedOver { get; set; }

    /// <summary>The silo of the coordinator that wrote this, as Orleans parses its address; null before anything was written.</summary>
    [Id(14)]
    public string? Coordinator { get; set; }

    /// <summary>The hash of its data; null in a record of a time before there was one.</summary>
    [Id(15)]
    public string? DataHash { get; set; }

    /// <summary>Since when it is paused, in UTC; null when it is not.</summary>
    [Id(16)]
    public DateTimeOffset? PausedAt { get; set; }

    /// <summary>How long it stood still, paused or ended, before it was resumed.</summary>
    [Id(17)]
    public TimeSpan StoodFor { get; set; }

    /// <summary>Whether the last generation has not completed its first span: what fails may be the job's own doing.</summary>
    [Id(18)]
    public bool IsUnproven { get; set; }

    /// <summary>How often in a row silos were lost before a generation had completed its first span.</summary>
    [Id(19)]
    public int LostStarts { get; set; }

    /// <summary>How often in a row a submission was begun, and silos were lost before it was accepted or refused.</summary>
    [Id(20)]
    public int LostSubmissions { get; set; }

    /// <summary>The description of its model, in JSON, without what is known at its end only; null in a record of a time before there was one.</summary>
    [Id(21)]
    public string? ModelDescription { get; set; }

    /// <summary>Its model; null before it is complete, and when it was removed or could not be kept.</summary>
    [Id(22)]
    public ModelFacts? Model { get; set; }

    /// <summary>Why its model could not be kept; null when it could.</summary>
    [Id(23)]
    public string? ModelFault { get; set; }

    /// <summary>Whether it has ended.</summary>
    public bool HasEnded => State.HasEnded();
}

/// <summary>A checkpoint of a job.</summary>
/// <param name="Manifest">Its files.</param>
/// <param name="Progress">What had been seen.</param>
[GenerateSerializer, Immutable, Alias("granary.JobCheckpoint")]
internal sealed record JobCheckpoint(
    [property: Id(0)] CheckpointManifest Manifest, [property: Id(1)] ProgressSnapshot Progress)
{
    /// <summary>The same as if the last evaluation had been the best one: a job that goes on from it does not stop at once.</summary>
    public JobCheckpoint WithPatience() => this with { Progress = Progress with { Best = Progress.Best is { } best ? best with { Waited = 0 } : null } };
}
