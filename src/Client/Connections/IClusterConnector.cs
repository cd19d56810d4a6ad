using Granary.Clustering.Addresses;
using Granary.Requests.Connections;
using Granary.Silo.Hosting;

namespace Granary.Client.Connections;

/// <summary>Makes connections to clusters.</summary>
internal interface IClusterConnector
{
    /// <summary>Connects to a running cluster.</summary>
    /// <exception cref="NoClusterException">No cluster answered there in time, or one that this program cannot use.</exception>
    Task<IClusterConnection> ConnectAsync(ClusterPlace place, CancellationToken cancellationToken);

    /// <summary>Starts a cluster inside this process; it ends with the connection.</summary>
    /// <param name="silos">How many silos, at least 1.</param>
    /// <param name="http">Where it serves HTTP; null for not at all.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    Task<IClusterConnection> StartAsync(int silos, HttpAddress? http, CancellationToken cancellationToken);
}
