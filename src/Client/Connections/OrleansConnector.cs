using Granary.Clustering.Addresses;
using Granary.Requests.Connections;
using Granary.Silo.Hosting;

namespace Granary.Client.Connections;

/// <summary>Connects by Orleans' client, and starts clusters in this process.</summary>
/// <param name="patience">How long a cluster has to answer that gives no other sign of life.</param>
internal sealed class OrleansConnector(TimeSpan patience) : IClusterConnector
{
    private readonly ClusterConnector _clusters = new(patience);

    /// <inheritdoc/>
    public Task<IClusterConnection> ConnectAsync(ClusterPlace place, CancellationToken cancellationToken) =>
        _clusters.ConnectAsync(place, cancellationToken);

    /// <inheritdoc/>
    public async Task<IClusterConnection> StartAsync(int silos, HttpAddress? http, CancellationToken cancellationToken)
    {
        var cluster = await InProcessCluster.StartAsync(silos, http, cancellationToken);
        return new OrleansConnection(cluster.Client, "this process", cluster, cluster.Link);
    }
}
