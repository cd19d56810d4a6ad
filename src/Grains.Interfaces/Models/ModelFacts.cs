namespace Granary.Grains.Interfaces.Models;

/// <summary>The model of a completed job, which the cluster keeps as a file.</summary>
/// <param name="Steps">The step whose weights it has.</param>
/// <param name="Bytes">The file's length.</param>
/// <param name="Sha256">The whole file's SHA-256 in lower-case hexadecimal digits.</param>
[GenerateSerializer, Immutable, Alias("granary.ModelFacts")]
public sealed record ModelFacts([property: Id(0)] long Steps, [property: Id(1)] long Bytes, [property: Id(2)] string Sha256);
