namespace Granary.Clustering.Doors;

/// <summary>A connection behind its door.</summary>
/// <param name="Stream">Where Orleans' bytes go.</param>
/// <param name="Until">When it ends, because a certificate does; null for never.</param>
internal sealed record Passage(Stream Stream, DateTimeOffset? Until = null)
{
    /// <summary>Whether the other end has said that it lets this one in.</summary>
    public bool IsWelcome { get; init; } = true;
}
