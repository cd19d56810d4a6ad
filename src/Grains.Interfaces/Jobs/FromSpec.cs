namespace Granary.Grains.Interfaces.Jobs;

/// <summary>The weights with which a job begins, instead of drawn ones. Each silo reads the file itself, as it does with data.</summary>
[GenerateSerializer, Immutable, Alias("granary.FromSpec")]
public sealed record FromSpec
{
    /// <summary>A model, or a safetensors file with linear layers: an absolute path that names the same file everywhere.</summary>
    [Id(0)]
    public required string Path { get; init; }

    /// <summary>The SHA-256 of the file, in lower-case hexadecimal digits; null until the job is accepted.</summary>
    [Id(1)]
    public string? Sha256 { get; init; }
}
