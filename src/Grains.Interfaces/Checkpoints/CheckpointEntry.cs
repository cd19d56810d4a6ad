namespace Granary.Grains.Interfaces.Checkpoints;

/// <summary>One file of a checkpoint: a slice's parameters and its optimizer's arrays.</summary>
/// <param name="Layer">The layer, from 0.</param>
/// <param name="Slice">The slice within its layer, from 0.</param>
/// <param name="File">Its path below the store's root, with <c>/</c>.</param>
/// <param name="Bytes">The file's length.</param>
/// <param name="Sha256">The whole file's SHA-256 in lower-case hexadecimal digits.</param>
[GenerateSerializer, Immutable, Alias("granary.CheckpointEntry")]
public sealed record CheckpointEntry(
    [property: Id(0)] int Layer,
    [property: Id(1)] int Slice,
    [property: Id(2)] string File,
    [property: Id(3)] long Bytes,
    [property: Id(4)] string Sha256);
