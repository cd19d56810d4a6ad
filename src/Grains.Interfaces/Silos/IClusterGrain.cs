namespace Granary.Grains.Interfaces.Silos;

/// <summary>
/// Tells what every silo knows about its cluster. The silo that a client is connected to answers, so the answer comes even while another silo
/// stands still. There is one for callers, with key 0.
/// </summary>
[Alias("granary.IClusterGrain")]
public interface IClusterGrain : IGrainWithIntegerKey
{
    /// <summary>
    /// The cluster's <see cref="ClusterDefaults.ProtocolVersion"/>. Programs of all versions ask for it, to know whether they may ask for
    /// anything else: it stays as it is.
    /// </summary>
    [Alias("GetProtocolVersion")]
    Task<int> GetProtocolVersion();

    /// <summary>The addresses of the active silos, as Orleans parses them.</summary>
    [Alias("ListSilos")]
    Task<string[]> ListSilos();

    /// <summary>The ids of all jobs, in the order in which they were accepted.</summary>
    [Alias("ListJobs")]
    Task<string[]> ListJobs();
}
