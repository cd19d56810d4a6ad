using Granary.Clustering.Addresses;
using Granary.Clustering.Databases;
using Granary.Testing.Servers;

namespace Granary.Clustering.Storage.Tests.Servers;

/// <summary>
/// A PostgreSQL server and a silo that keeps its states there. Tests that ask for them are skipped where there is no PostgreSQL.
/// </summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    private readonly PostgresProcess _server = new("-c", "fsync=off");
    private readonly TemporaryFolder _data = new();
    private TestSilo? _silo;
    private int _databases;

    internal TestSilo Silo
    {
        get
        {
            PostgresProcess.Require();
            return _silo!;
        }
    }

    /// <summary>The database of the silo.</summary>
    public ClusterAddress.Postgres Cluster => Address("granary");

    public async ValueTask InitializeAsync()
    {
        if (PostgresProcess.IsInstalled)
        {
            await _server.StartAsync();
            await _server.CreateDatabaseAsync("granary");
            await PostgresSchema.CreateAsync(Cluster.ConnectionString, CancellationToken.None);
            _silo = await TestSilo.StartAsync(Cluster, new DataDirectory(_data.Path));
        }
    }

    /// <summary>Makes an empty database.</summary>
    public async Task<ClusterAddress.Postgres> CreateDatabaseAsync()
    {
        PostgresProcess.Require();
        var name = $"granary_{Interlocked.Increment(ref _databases)}";
        await _server.CreateDatabaseAsync(name);
        return Address(name);
    }

    /// <summary>The address of a database, there or not.</summary>
    public ClusterAddress.Postgres Address(string database)
    {
        PostgresProcess.Require();
        return new(_server.ConnectionString(database) + ";Pooling=false");
    }

    public async ValueTask DisposeAsync()
    {
        await (_silo?.DisposeAsync() ?? ValueTask.CompletedTask);
        _server.Dispose();
        _data.Dispose();
    }
}
