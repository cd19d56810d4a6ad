using Granary.Benchmarks.Faults.Clusters;
using Granary.Clustering.Databases;
using Granary.Clustering.Storage.Tests.Servers;
using Granary.Grains.Interfaces.Jobs;

namespace Granary.Faults.Tests.Storage;

/// <summary>A PostgreSQL server that is stopped and started under a running job.</summary>
public sealed class PostgresRestartTests(ReferenceFixture reference) : FaultTestBase(reference)
{
    private readonly string _folder = Directory.CreateTempSubdirectory("granary-postgres-").FullName;
    private readonly int _port = ServerProcess.FreePort();
    private ServerProcess? _server;

    private string ConnectionString => $"Host=127.0.0.1;Port={_port};Username=granary;Database=postgres";

    public override async Task InitializeAsync()
    {
        if (Environment.IsPrivilegedProcess)
        {
            await ServerProcess.RunAsync(Programs.Find("chown"), "postgres", _folder);
        }

        var initialize = Command("initdb", "-D", Path.Combine(_folder, "data"), "-U", "granary", "-A", "trust", "--no-sync");
        await ServerProcess.RunAsync(initialize[0], initialize[1..]);
        _server = StartServer();
        await _server.WaitAsync(() => PostgresSchema.CreateAsync(ConnectionString, CancellationToken.None));
        await base.InitializeAsync();
    }

    public override async Task DisposeAsync()
    {
        try
        {
            await base.DisposeAsync();
        }
        finally
        {
            _server?.Dispose();
            Directory.Delete(_folder, recursive: true);
        }
    }

    [Fact]
    public async Task Restart_WhileTraining_TheJobGoesOnWithTheSameBits()
    {
        await Cluster.StartMany(2);
        var (id, _) = await SubmitAndCheckpoint();

        _server!.Dispose();
        await Event(id, JobEventKind.CheckpointFailed);
        _server = StartServer();

        Assert.Equal(0, (await EndsWithTheSameBits(id)).Recoveries);
    }

    protected override FaultCluster MakeCluster() => new(null, "--cluster", $"postgres:{ConnectionString}");

    private ServerProcess StartServer()
    {
        var command = Command(
            "postgres", "-D", Path.Combine(_folder, "data"), "-p", $"{_port}", "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=");
        return new ServerProcess(command[0], command[1..]);
    }

    // PostgreSQL refuses to run as root; setpriv becomes the program, so that ending the process ends the server.
    private static string[] Command(string program, params string[] arguments)
    {
        var versions = Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql") : [];
        var path = Programs.Find(program, versions.Select(v => Path.Combine(v, "bin")));
        return Environment.IsPrivilegedProcess
            ? [Programs.Find("setpriv"), "--reuid=postgres", "--regid=postgres", "--clear-groups", path, .. arguments]
            : [path, .. arguments];
    }
}
