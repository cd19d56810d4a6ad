namespace Granary.Grains.Interfaces.Jobs;

/// <summary>The weights with which a job begins, instead of drawn ones. Silos find the file as they find data.</summary>
[GenerateSerializer, Immutable, Alias("granary.FromSpec")]
public sealed record FromSpec
{
    /// <summary>The absolute path of a model, or of a safetensors file with linear layers.</summary>
    [Id(0)]
    public required string Path { get; init; }

    /// <summary>The SHA-256 of the file, in lower-case hexadecimal digits; null until the job is accepted.</summary>
    [Id(1)]
    public string? Sha256 { get; init; }
}
