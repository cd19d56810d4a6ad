namespace Granary.Data.Sources;

/// <summary>What is wanted of a source that is read block by block.</summary>
/// <param name="Rows">Rows of a block; the last one may have fewer.</param>
public sealed record BlockRequest(int Rows)
{
    /// <summary>Whether the labels are read too.</summary>
    public bool WithLabels { get; init; }

    /// <summary>Columns whose texts are wanted as they are written.</summary>
    public IReadOnlyList<string> Kept { get; init; } = [];
}
