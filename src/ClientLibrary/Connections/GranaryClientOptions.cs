using Granary.Clustering.Addresses;

namespace Granary.Client;

/// <summary>How a program gets into a cluster, and how often it asks it.</summary>
public sealed record GranaryClientOptions
{
    /// <summary>
    /// The data directory that the silos of a local cluster share; null for that of the environment variable <c>GRANARY_DATA_DIR</c>, or else
    /// <c>.granary</c> in the user's home.
    /// </summary>
    public string? DataDirectory { get; init; }

    /// <summary>
    /// The folder of certificates, which a cluster of several machines asks for; null for that of the environment variable
    /// <c>GRANARY_CERTIFICATES</c>, or else <c>certificates</c> in the data directory.
    /// </summary>
    public string? Certificates { get; init; }

    /// <summary>Whether to connect without certificates and encryption, to silos that were started with <c>--insecure</c> too.</summary>
    public bool Insecure { get; init; }

    /// <summary>How long a cluster has to answer that gives no other sign of life.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>The time between two questions about a job that is watched.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The options of a cluster as a command line has them.</summary>
    internal ClusterChoice Choice(string? address) => new(address, DataDirectory, Certificates, Insecure);
}
