namespace Granary.Grains.Interfaces.Uploads;

/// <summary>How much of a data set a silo has.</summary>
/// <param name="Bytes">The first bytes that it has. Of a whole data set all.</param>
/// <param name="IsWhole">Whether it has all of it, and found it to have the hash that it should have.</param>
/// <param name="Error">Why it takes no more, and what to do; null when it does.</param>
[GenerateSerializer, Immutable, Alias("granary.UploadProgress")]
public readonly record struct UploadProgress([property: Id(0)] long Bytes, [property: Id(1)] bool IsWhole, [property: Id(2)] string? Error = null);
