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

    /// <summary>Bytes of memory that its process has.</summary>
    public long MemoryBytes { get; init; }

    /// <summary>The cores of its machine.</summary>
    public int Cores { get; init; } = int.MaxValue;

    /// <summary>The jobs that it works for.</summary>
    public string[] Jobs { get; init; } = [];

    /// <summary>Silos as they will be when the jobs have ended that they work for now.</summary>
    public static SiloCapacity[] WithoutJobs(IReadOnlyCollection<SiloCapacity> silos) => [.. silos.Select(s => s with
    {
        Memory = s.Memory with
        {
            Free = Math.Min(s.Memory.Limit, s.Memory.Free + s.MemoryBytes),
            HostFree = s.Memory.HostFree + silos.Where(o => o.Memory.Host == s.Memory.Host).Sum(o => o.MemoryBytes),
        },
    })];

    /// <summary>The threads of some silos that compute at once: on a machine no more than it has cores.</summary>
    public static int ThreadsOf(IEnumerable<SiloCapacity> silos) =>
        silos.GroupBy(s => s.Memory.Host).Sum(host => Math.Min(host.Sum(s => s.Threads), host.Max(s => s.Cores)));
}
