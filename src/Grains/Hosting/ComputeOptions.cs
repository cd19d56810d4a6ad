namespace Granary.Grains.Hosting;

/// <summary>What a silo computes with.</summary>
/// <param name="Threads">Compute threads, at least 1.</param>
/// <param name="Kernel">The name of the matrix kernel, or null for the best one of this machine.</param>
public sealed record ComputeOptions(int Threads, string? Kernel = null);
