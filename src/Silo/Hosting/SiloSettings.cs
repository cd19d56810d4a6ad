using System.Net;
using Granary.Clustering.Addresses;
using Granary.Grains.Caching;
using Granary.Grains.Jobs;
using Granary.Grains.Uploads;
using Granary.Web.Hosting;

namespace Granary.Silo.Hosting;

/// <summary>How a silo is started.</summary>
public sealed record SiloSettings
{
    /// <summary>The cluster that it joins.</summary>
    public required ClusterPlace Cluster { get; init; }

    /// <summary>The IP address at which it listens; with <see cref="Advertised"/> it may stand for all addresses of this machine.</summary>
    public IPAddress Host { get; init; } = IPAddress.Loopback;

    /// <summary>The IP address at which other silos and clients reach it, where that is not <see cref="Host"/>: behind NAT, and in containers.</summary>
    public IPAddress? Advertised { get; init; }

    /// <summary>The IP address at which other silos and clients reach it.</summary>
    public IPAddress Address => Advertised ?? Host;

    /// <summary>The port for other silos, 1 to 65535.</summary>
    public required int Port { get; init; }

    /// <summary>The port for clients, 1 to 65535.</summary>
    public required int GatewayPort { get; init; }

    /// <summary>
    /// The directories below which it reads files for jobs, beside its data directory. None named: one that listens on loopback alone reads
    /// all files that its user may read, another one its data directory's.
    /// </summary>
    public IReadOnlyList<string> DataRoots { get; init; } = [];

    /// <summary>How much may be uploaded to it.</summary>
    public UploadLimits UploadLimits { get; init; } = UploadLimits.Default;

    /// <summary>The most that it keeps of data that it has read, in bytes.</summary>
    public long CacheBytes { get; init; } = TableCacheOptions.DefaultBytes;

    /// <summary>Where it keeps that; null for a folder of its data directory.</summary>
    public string? CacheDirectory { get; init; }

    /// <summary>Compute threads; by default one for each core.</summary>
    public int Cores { get; init; } = Environment.ProcessorCount;

    /// <summary>How many jobs run at once, and how many are kept.</summary>
    public QueueOptions Queue { get; init; } = QueueOptions.Default;

    /// <summary>The name of the matrix kernel, or null for the best one of this machine.</summary>
    public string? Kernel { get; init; }

    /// <summary>Whether silos talk over Orleans' own transport, instead of the faster one of this project.</summary>
    public bool StockTransport { get; init; }

    /// <summary>How it serves HTTP; null for not at all.</summary>
    public WebServerSettings? Http { get; init; }

    /// <summary>Where it serves metrics and health without a token; null for nowhere.</summary>
    public IPEndPoint? Metrics { get; init; }

    /// <summary>Whether it shares memory with other silos of this machine, instead of sending them tensors.</summary>
    public bool SharesMemory { get; init; } = true;
}
