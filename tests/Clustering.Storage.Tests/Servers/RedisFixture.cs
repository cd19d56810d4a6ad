using Granary.Clustering.Addresses;
using Granary.Clustering.Databases;

namespace Granary.Clustering.Storage.Tests.Servers;

/// <summary>A Redis server on loopback. By hand: <c>redis-server --port 6379 --bind 127.0.0.1 --appendonly yes</c>.</summary>
public sealed class RedisFixture : IAsyncLifetime
{
    public const string Password = "secret-of-the-tests";

    private readonly string _folder = Directory.CreateTempSubdirectory("granary-redis-").FullName;
    private readonly int _port = ServerProcess.FreePort();
    private ServerProcess? _server;

    internal TestSilo Silo { get; private set; } = null!;

    public string Place => $"127.0.0.1:{_port}";

    public ClusterAddress.Redis Address => new($"{Place},password={Password}");

    public async Task InitializeAsync()
    {
        try
        {
            _server = new ServerProcess(
                Programs.Find("redis-server"),
                ["--port", $"{_port}", "--bind", "127.0.0.1", "--dir", _folder, "--save", "", "--requirepass", Password]);
            await _server.WaitAsync(() => DatabaseCheck.RequireAsync(Address, CancellationToken.None));
            Silo = await TestSilo.StartAsync(Address, new DataDirectory(_folder));
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    public async Task DisposeAsync()
    {
        await (Silo?.DisposeAsync() ?? ValueTask.CompletedTask);
        _server?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
