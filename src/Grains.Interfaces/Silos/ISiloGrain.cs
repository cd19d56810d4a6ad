namespace Granary.Grains.Interfaces.Silos;

/// <summary>Tells about one silo. Its key is made by <see cref="GrainKeys.Silo"/>, which also places it there.</summary>
[Alias("granary.ISiloGrain")]
public interface ISiloGrain : IGrainWithStringKey
{
    /// <summary>How long <see cref="FindSilent"/> waits for an answer.</summary>
    const int ReachSeconds = 2;

    /// <summary>What this silo has and does.</summary>
    [Alias("GetFacts")]
    Task<SiloFacts> GetFacts();

    /// <summary>Gives memory back that nothing uses any more, such as that of jobs that have ended.</summary>
    [Alias("CollectGarbage")]
    Task CollectGarbage();

    /// <summary>Refuses and forgets whatever this silo has of a job's older generations.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="generation">The generation that holds from now on.</param>
    /// <returns>How many grains of older generations were at work here.</returns>
    [Alias("Fence")]
    Task<int> Fence(string jobId, long generation);

    /// <summary>Has a job's coordinator on this silo, if there is one, stop at the next span's end with a checkpoint.</summary>
    /// <param name="jobId">The job.</param>
    [Alias("HandOver")]
    Task HandOver(string jobId);

    /// <summary>Tries to reach other silos from this one.</summary>
    /// <param name="silos">Silos, as Orleans parses their addresses.</param>
    /// <returns>Those that do not answer this one within <see cref="ReachSeconds"/>.</returns>
    [Alias("FindSilent")]
    Task<string[]> FindSilent(string[] silos);

    /// <summary>
    /// The silo's <see cref="ClusterDefaults.ProtocolVersion"/>. Programs of all versions ask for it, to know whether they may ask
    /// for anything else: it stays as it is.
    /// </summary>
    [Alias("GetProtocolVersion")]
    Task<int> GetProtocolVersion();
}

/// <summary>What a silo has and does.</summary>
[GenerateSerializer, Immutable, Alias("granary.SiloFacts")]
public sealed record SiloFacts
{
    /// <summary>Its address, <c>ip:port</c>.</summary>
    [Id(0)]
    public required string Address { get; init; }

    /// <summary>Its name.</summary>
    [Id(1)]
    public required string Name { get; init; }

    /// <summary>Threads that compute.</summary>
    [Id(2)]
    public required int ComputeThreads { get; init; }

    /// <summary>The matrix kernel, for example <c>avx512</c>.</summary>
    [Id(3)]
    public required string Kernel { get; init; }

    /// <summary>Workers on it now.</summary>
    [Id(4)]
    public required int Workers { get; init; }

    /// <summary>Slices of layers on it now.</summary>
    [Id(5)]
    public required int Slices { get; init; }

    /// <summary>Bytes of the parameters of these slices.</summary>
    [Id(6)]
    public required long SliceBytes { get; init; }

    /// <summary>Bytes of memory its process has.</summary>
    [Id(7)]
    public required long MemoryBytes { get; init; }

    /// <summary>The jobs that it works for.</summary>
    [Id(8)]
    public required string[] Jobs { get; init; }

    /// <summary>The share of its compute threads' time that was spent computing lately, a second or more, from 0 to 1.</summary>
    [Id(9)]
    public required double Load { get; init; }

    /// <summary>Whether it is about to leave, and takes no new work.</summary>
    [Id(10)]
    public required bool IsLeaving { get; init; }

    /// <summary>Bytes that it has sent to other silos, of all kinds; 0 where the transport does not count them.</summary>
    [Id(11)]
    public required long BytesSent { get; init; }

    /// <summary>What silos have in common that share memory (<see cref="Tensors.SharedMemory.Machine"/>); null when this one shares none.</summary>
    [Id(12)]
    public required string? Machine { get; init; }

    /// <summary>The memory it has for jobs.</summary>
    [Id(13)]
    public required SiloMemory Memory { get; init; }

    /// <summary>The cores of its machine, which its silos share.</summary>
    [Id(14)]
    public required int Cores { get; init; }
}
