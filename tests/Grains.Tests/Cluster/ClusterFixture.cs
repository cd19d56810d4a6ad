namespace Granary.Grains.Tests.Cluster;

/// <summary>Clusters of 1, 2 and 3 silos that the tests of a collection share. Each is started when it is first asked for.</summary>
public sealed class ClusterFixture : IAsyncLifetime
{
    private readonly Dictionary<int, TestCluster> _clusters = [];

    public async Task<TestCluster> Of(int silos)
    {
        if (!_clusters.TryGetValue(silos, out var cluster))
        {
            _clusters[silos] = cluster = await TestCluster.StartAsync(silos);
        }

        return cluster;
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
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
