namespace Granary.Grains.Interfaces.Silos;

/// <summary>The memory that a silo has for jobs.</summary>
/// <param name="Limit">The most that its process may use, in bytes: the machine's memory, its container's limit or its heap's, whichever is least.</param>
/// <param name="Free">How much of it nothing uses now, in bytes.</param>
/// <param name="Host">What silos of one machine have in common.</param>
/// <param name="HostFree">What is free on the machine for all of its silos together, in bytes.</param>
[GenerateSerializer, Immutable, Alias("granary.SiloMemory")]
public sealed record SiloMemory(
    [property: Id(0)] long Limit,
    [property: Id(1)] long Free,
    [property: Id(2)] string Host,
    [property: Id(3)] long HostFree);
