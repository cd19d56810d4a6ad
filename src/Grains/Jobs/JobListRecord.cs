using Granary.Grains.Interfaces.Jobs;

namespace Granary.Grains.Jobs;

/// <summary>What the list of jobs keeps.</summary>
[GenerateSerializer, Alias("granary.JobListRecord")]
internal sealed class JobListRecord
{
    /// <summary>For each name the last number that was given.</summary>
    [Id(0)]
    public Dictionary<string, int> Numbers { get; set; } = [];

    /// <summary>All accepted jobs, in their order.</summary>
    [Id(1)]
    public List<string> Jobs { get; set; } = [];

    // 2 was a set of ids before there was a queue.

    /// <summary>Those that are to run, by id: they do, or wait for their turn.</summary>
    [Id(3)]
    public Dictionary<string, QueuedJob> Queue { get; set; } = [];

    /// <summary>How many have entered the queue so far.</summary>
    [Id(4)]
    public long Entered { get; set; }

    /// <summary>Those that have ended, in that order.</summary>
    [Id(5)]
    public List<string> Ended { get; set; } = [];
}

/// <summary>A job that is to run.</summary>
[GenerateSerializer, Alias("granary.QueuedJob")]
internal sealed class QueuedJob
{
    /// <summary>The job.</summary>
    [Id(0)]
    public required string Id { get; init; }

    /// <summary>Its priority.</summary>
    [Id(1)]
    public required JobPriority Priority { get; init; }

    /// <summary>Its number among all that have entered the queue.</summary>
    [Id(2)]
    public required long Number { get; init; }

    /// <summary>Whether it has a place.</summary>
    [Id(3)]
    public bool HasPlace { get; set; }

    /// <summary>The silo on which it is best alone, as Orleans parses its address; null before it was asked for.</summary>
    [Id(4)]
    public string? Home { get; set; }
}
