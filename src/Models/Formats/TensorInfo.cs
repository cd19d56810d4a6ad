namespace Granary.Models.Formats;

/// <summary>A tensor of a safetensors file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The type of its numbers, for example <c>F32</c>.</param>
/// <param name="Shape">Its dimensions.</param>
/// <param name="Begin">Where it begins, in bytes from the first tensor's.</param>
/// <param name="End">Where it ends.</param>
public sealed record TensorInfo(string Name, string Type, IReadOnlyList<long> Shape, long Begin, long End);
