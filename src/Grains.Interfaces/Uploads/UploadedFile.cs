namespace Granary.Grains.Interfaces.Uploads;

/// <summary>A file that a job names and that was uploaded: the cluster's copy is read instead of a file of that path.</summary>
/// <param name="Path">The path by which the job names it, on the machine that it came from.</param>
/// <param name="Sha256">The SHA-256 of its content, in lower-case hexadecimal digits.</param>
/// <param name="Bytes">Its length.</param>
[GenerateSerializer, Immutable, Alias("granary.UploadedFile")]
public sealed record UploadedFile([property: Id(0)] string Path, [property: Id(1)] string Sha256, [property: Id(2)] long Bytes);
