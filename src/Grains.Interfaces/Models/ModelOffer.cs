namespace Granary.Grains.Interfaces.Models;

/// <summary>A model that can be read, or why it cannot.</summary>
/// <param name="Bytes">Its length as a safetensors file.</param>
/// <param name="Error">Why it cannot be read, and what to do; null when it can.</param>
[GenerateSerializer, Immutable, Alias("granary.ModelOffer")]
public sealed record ModelOffer([property: Id(0)] long Bytes, [property: Id(1)] string? Error);
