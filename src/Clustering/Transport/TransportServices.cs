using Microsoft.Extensions.Logging;

namespace Granary.Clustering.Transport;

/// <summary>What a silo's connections share.</summary>
/// <param name="useUnixSockets">Whether silos of one machine talk through Unix sockets.</param>
/// <param name="logger">Where oddities are told.</param>
internal sealed class TransportServices(bool useUnixSockets, ILogger<TransportServices> logger)
{
    /// <summary>Whether silos of one machine talk through Unix sockets.</summary>
    public bool UseUnixSockets => useUnixSockets;

    /// <summary>Where oddities are told.</summary>
    public ILogger Logger => logger;

    /// <summary>The memory under the connections.</summary>
    public BlockPool Pool { get; } = new();

    /// <summary>What was done.</summary>
    public TransportCounters Counters { get; } = new();
}
