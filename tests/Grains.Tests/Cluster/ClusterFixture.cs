namespace Granary.Grains.Tests.Cluster;

/// <summary>
/// Clusters of 1, 2 and 3 silos that the tests of a collection share, whose silos share memory or send tensors. Each is started when it
/// is first asked for.
/// </summary>
public sealed class ClusterFixture : IAsyncDisposable
{
    private readonly Dictionary<(int Silos, bool SharesMemory), TestCluster> _clusters = [];

    public async Task<TestCluster> Of(int silos, bool sharesMemory = true)
    {
        if (!_clusters.TryGetValue((silos, sharesMemory), out var cluster))
        {
            _clusters[(silos, sharesMemory)] = cluster = await TestCluster.StartAsync(silos, sharesMemory);
        }

        return cluster;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var cluster in _clusters.Values)
        {
            await cluster.DisposeAsync();
        }
    }
}

/// <summary>Tests on clusters run one after the other: they share the machine's cores.</summary>
[CollectionDefinition(Name)]
public sealed class ClusterCollection : ICollectionFixture<ClusterFixture>
{
    public const string Name = "clusters";
}
