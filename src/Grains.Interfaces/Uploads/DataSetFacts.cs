namespace Granary.Grains.Interfaces.Uploads;

/// <summary>A data set: a file that was uploaded, or is being uploaded, to a cluster. Its content is its identity.</summary>
/// <param name="Sha256">The SHA-256 of its content, in lower-case hexadecimal digits.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Name">The file's name without its directory, for people.</param>
/// <param name="UploadedAt">When the upload was complete, in UTC; null before.</param>
[GenerateSerializer, Immutable, Alias("granary.DataSetFacts")]
public sealed record DataSetFacts(
    [property: Id(0)] string Sha256, [property: Id(1)] long Bytes, [property: Id(2)] string Name, [property: Id(3)] DateTimeOffset? UploadedAt = null);
