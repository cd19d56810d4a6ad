using Npgsql;

namespace Granary.Testing.Servers;

/// <summary>
/// A PostgreSQL server of a test's own on loopback. It has to be started, also again after it was stopped. By hand:
/// <c>initdb -D DIR -U granary -A trust</c>, then <c>postgres -D DIR -p 5432 -c listen_addresses=127.0.0.1 -c unix_socket_directories=</c>;
/// as root, both behind <c>runuser -u postgres --</c>.
/// </summary>
/// <param name="options">Options besides port, address and directory.</param>
public sealed class PostgresProcess(params string[] options) : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private ServerProcess? _process;

    public static bool IsInstalled => Find("initdb") is not null && Find("postgres") is not null;

    public int Port { get; } = Ports.Free();

    private string Data => Path.Combine(_folder.Path, "data");

    /// <summary>How to connect to a database of it.</summary>
    public string ConnectionString(string database) => $"Host=127.0.0.1;Port={Port};Username=granary;Database={database}";

    /// <summary>Skips the test where PostgreSQL is not installed.</summary>
    public static void Require() => Needs.Server("PostgreSQL", IsInstalled);

    /// <summary>Starts it and waits until it answers. Skips the test where PostgreSQL is not installed.</summary>
    public async Task StartAsync()
    {
        Require();
        if (!Directory.Exists(Data))
        {
            await Initialize();
        }

        var serve = Unprivileged(
            [Find("postgres")!, "-D", Data, "-p", $"{Port}", "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", .. options]);
        _process = new ServerProcess(serve[0], serve[1..]);
        await _process.WaitAsync(() => Execute("SELECT 1"));
    }

    /// <summary>Makes an empty database.</summary>
    public Task CreateDatabaseAsync(string name) => Execute($"CREATE DATABASE {name}");

    public void Stop()
    {
        _process?.Dispose();
        _process = null;
    }

    public void Dispose()
    {
        Stop();
        _folder.Dispose();
    }

    private static string? Find(string program)
    {
        var versions = Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql") : [];
        return Needs.FindProgram(program, versions.Select(v => Path.Combine(v, "bin")));
    }

    // PostgreSQL refuses to run as root; setpriv becomes the program, so that ending the process ends the server.
    private static string[] Unprivileged(params string[] command) => Environment.IsPrivilegedProcess
        ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", .. command]
        : command;

    private async Task Initialize()
    {
        if (Environment.IsPrivilegedProcess)
        {
            await ServerProcess.RunAsync("chown", "postgres", _folder.Path);
        }

        var command = Unprivileged(Find("initdb")!, "-D", Data, "-U", "granary", "-A", "trust", "--locale=C", "--encoding=UTF8", "--no-sync");
        await ServerProcess.RunAsync(command[0], command[1..]);
    }

    private async Task Execute(string sql)
    {
        await using var source = NpgsqlDataSource.Create(ConnectionString("postgres") + ";Pooling=false");
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
