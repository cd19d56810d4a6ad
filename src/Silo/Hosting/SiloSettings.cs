using System.Net;
using Granary.Grains.Interfaces;

namespace Granary.Silo.Hosting;

/// <summary>How a silo is started.</summary>
public sealed record SiloSettings
{
    /// <summary>The loopback port for other silos.</summary>
    public int Port { get; init; } = ClusterDefaults.SiloPort;

    /// <summary>The loopback port for clients.</summary>
    public int GatewayPort { get; init; } = ClusterDefaults.GatewayPort;

    /// <summary>Compute threads; by default one for each core.</summary>
    public int Cores { get; init; } = Environment.ProcessorCount;

    /// <summary>The name of the matrix kernel, or null for the best one of this machine.</summary>
    public string? Kernel { get; init; }

    /// <summary>The silo that keeps the table of members; null when this one does.</summary>
    public IPEndPoint? Primary { get; init; }
}
