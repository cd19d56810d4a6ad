namespace Granary.Grains.Interfaces.Jobs;

/// <summary>What one worker of a job did in the last span, so that one sees who does what and who holds the others up.</summary>
[GenerateSerializer, Immutable, Alias("granary.WorkerStatus")]
public sealed record WorkerStatus
{
    /// <summary>The address of its silo, <c>ip:port</c>.</summary>
    [Id(0)]
    public required string Silo { get; init; }

    /// <summary>The first shard.</summary>
    [Id(1)]
    public required int FirstShard { get; init; }

    /// <summary>One past the last shard.</summary>
    [Id(2)]
    public required int EndShard { get; init; }

    /// <summary>Compute threads of its silo.</summary>
    [Id(3)]
    public required int ComputeThreads { get; init; }

    /// <summary>Mean time of a step.</summary>
    [Id(4)]
    public required TimeSpan StepTime { get; init; }

    /// <summary>How much of it was spent waiting for weights: the others', when others are slower, and the network's.</summary>
    [Id(5)]
    public required TimeSpan WaitingTime { get; init; }

    /// <summary>Bytes of gradients that it sent to other silos, a second.</summary>
    [Id(6)]
    public required double BytesPerSecond { get; init; }
}
