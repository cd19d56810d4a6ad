namespace Granary.Grains.Interfaces.Checkpoints;

/// <summary>
/// All that a checkpoint consists of. It exists when its manifest is kept in the coordinator's state, which is the last thing
/// that happens: files that no manifest names are nothing.
/// </summary>
/// <param name="Version">The version of the weights: updates done.</param>
/// <param name="Entries">One for each slice of each layer, in that order.</param>
/// <param name="CreatedAt">When it was complete, in UTC.</param>
[GenerateSerializer, Immutable, Alias("granary.CheckpointManifest")]
public sealed record CheckpointManifest(
    [property: Id(0)] long Version,
    [property: Id(1)] CheckpointEntry[] Entries,
    [property: Id(2)] DateTimeOffset CreatedAt);
