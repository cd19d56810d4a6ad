using Granary.Clustering.Addresses;
using Granary.Clustering.Databases;
using Npgsql;

namespace Granary.Clustering.Storage.Tests.Servers;

/// <summary>
/// A PostgreSQL server on loopback. By hand: <c>initdb -D DIR -U granary -A trust</c>, then
/// <c>postgres -D DIR -p 5432 -c listen_addresses=127.0.0.1 -c unix_socket_directories=</c>; as root, both behind
/// <c>runuser -u postgres --</c>.
/// </summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("granary-postgres-").FullName;
    private readonly int _port = ServerProcess.FreePort();
    private ServerProcess? _server;
    private int _databases;

    internal ClusterAddress.Postgres Cluster { get; private set; } = null!;

    internal TestSilo Silo { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        try
        {
            _server = await StartServerAsync();
            await _server.WaitAsync(async () => await (await OpenAsync()).DisposeAsync());
            Cluster = await CreateDatabaseAsync();
            await PostgresSchema.CreateAsync(Cluster.ConnectionString, CancellationToken.None);
            Silo = await TestSilo.StartAsync(Cluster, new DataDirectory(_folder));
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    /// <summary>Makes an empty database.</summary>
    public async Task<ClusterAddress.Postgres> CreateDatabaseAsync()
    {
        var name = $"granary_{Interlocked.Increment(ref _databases)}";
        await using var connection = await OpenAsync();
        await using var command = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
        await command.ExecuteNonQueryAsync();
        return Address(name);
    }

    /// <summary>The address of a database, there or not.</summary>
    public ClusterAddress.Postgres Address(string database) =>
        new($"Host=127.0.0.1;Port={_port};Username=granary;Database={database};Pooling=false");

    public async Task DisposeAsync()
    {
        await (Silo?.DisposeAsync() ?? ValueTask.CompletedTask);
        _server?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<ServerProcess> StartServerAsync()
    {
        var versions = Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql") : [];
        var folders = versions.Select(v => Path.Combine(v, "bin")).ToArray();
        var data = Path.Combine(_folder, "data");
        if (Environment.IsPrivilegedProcess)
        {
            await ServerProcess.RunAsync(Programs.Find("chown"), "postgres", _folder);
        }

        var initialize = Unprivileged(
            Programs.Find("initdb", folders), "-D", data, "-U", "granary", "-A", "trust", "--locale=C", "--encoding=UTF8", "--no-sync");
        await ServerProcess.RunAsync(initialize[0], initialize[1..]);
        var serve = Unprivileged(
            Programs.Find("postgres", folders), "-D", data, "-p", $"{_port}", "-c", "fsync=off",
            "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=");
        return new ServerProcess(serve[0], serve[1..]);
    }

    private Task<NpgsqlConnection> OpenAsync() =>
        PostgresDatabase.OpenAsync(Address("postgres").ConnectionString, CancellationToken.None);

    // PostgreSQL refuses to run as root; setpriv becomes the program, so that ending the process ends the server.
    private static string[] Unprivileged(params string[] command) => Environment.IsPrivilegedProcess
        ? [Programs.Find("setpriv"), "--reuid=postgres", "--regid=postgres", "--clear-groups", .. command]
        : command;
}
