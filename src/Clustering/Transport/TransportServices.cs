using Granary.Clustering.Doors;
using Microsoft.Extensions.Logging;

namespace Granary.Clustering.Transport;

/// <summary>What a silo's connections share.</summary>
/// <param name="doors">Who comes in over TCP.</param>
/// <param name="useUnixSockets">Whether silos of one machine talk through Unix sockets.</param>
/// <param name="logger">Where oddities are told.</param>
/// <param name="clientPort">The port at which a silo listens for clients, or null.</param>
internal sealed class TransportServices(
    ClusterDoors doors, bool useUnixSockets, ILogger<TransportServices> logger, int? clientPort = null)
{
    /// <summary>Who comes in over TCP.</summary>
    public ClusterDoors Doors => doors;

    /// <summary>Whether silos of one machine talk through Unix sockets.</summary>
    public bool UseUnixSockets => useUnixSockets;

    /// <summary>Where oddities are told.</summary>
    public ILogger Logger => logger;

    /// <summary>Where it is told who was not let in.</summary>
    public RefusalLog Refusals { get; } = new(logger, TimeProvider.System);

    /// <summary>What kept connections from coming up.</summary>
    public ConnectionFaults Faults { get; } = new();

    /// <summary>The memory under the connections.</summary>
    public BlockPool Pool { get; } = new();

    /// <summary>What was done, but for connections that clients made.</summary>
    public TransportCounters Counters { get; } = new();

    /// <summary>What was done on connections that clients made.</summary>
    public TransportCounters ClientCounters { get; } = new();

    /// <summary>The counters of the connections that are accepted at a port.</summary>
    public TransportCounters CountersAt(int port) => port == clientPort ? ClientCounters : Counters;
}
