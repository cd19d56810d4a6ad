namespace Granary.Grains.Interfaces.Uploads;

/// <summary>What tells a file from others at first sight.</summary>
/// <param name="Path">Its absolute path.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sample">The hash of parts of its content.</param>
[GenerateSerializer, Immutable, Alias("granary.FileMark")]
public sealed record FileMark([property: Id(0)] string Path, [property: Id(1)] long Bytes, [property: Id(2)] string Sample);
