using Granary.Grains.Interfaces.Silos;

namespace Granary.Grains.Membership;

/// <summary>A silo that work may be assigned to, and what it has.</summary>
/// <param name="Address">Its address as Orleans parses it.</param>
/// <param name="Threads">Its compute threads.</param>
/// <param name="Machine">What silos have in common that share memory; null when it shares none.</param>
internal sealed record SiloCapacity(string Address, int Threads, string? Machine = null)
{
    /// <summary>The memory it has for jobs.</summary>
    public SiloMemory Memory { get; init; } = new(long.MaxValue, long.MaxValue, Address, long.MaxValue);

    /// <summary>The jobs that it works for.</summary>
    public string[] Jobs { get; init; } = [];
}
