namespace Granary.Grains.Interfaces.Jobs;

/// <summary>How often a job's weights and optimizer state are kept where no silo's death reaches them.</summary>
[GenerateSerializer, Immutable, Alias("granary.CheckpointSpec")]
public sealed record CheckpointSpec
{
    /// <summary>Seconds between two checkpoints when the job says nothing.</summary>
    public const double DefaultSeconds = 30;

    /// <summary>Steps between two checkpoints, at least 1; null to go by time alone.</summary>
    [Id(0)]
    public long? EverySteps { get; init; }

    /// <summary>
    /// Seconds between two checkpoints, from 0.1 to 1,000,000; null to go by steps alone, or with no <see cref="EverySteps"/> either by
    /// <see cref="DefaultSeconds"/>.
    /// </summary>
    [Id(1)]
    public double? EverySeconds { get; init; }

    /// <summary>How many checkpoints are kept, from 1 to 100.</summary>
    [Id(2)]
    public int Keep { get; init; } = 3;
}
