using Granary.Clustering.Addresses;
using Granary.Testing.Servers;

namespace Granary.Clustering.Storage.Tests.Servers;

/// <summary>A Redis server and a silo that keeps its states there. Tests that ask for them are skipped where there is no Redis.</summary>
public sealed class RedisFixture : IAsyncLifetime
{
    public const string Password = "secret-of-the-tests";

    private readonly RedisProcess _server = new("--save", "", "--requirepass", Password);
    private readonly TemporaryFolder _data = new();
    private TestSilo? _silo;

    internal TestSilo Silo
    {
        get
        {
            RedisProcess.Require();
            return _silo!;
        }
    }

    /// <summary>Where the server is, without the password.</summary>
    public string Place
    {
        get
        {
            RedisProcess.Require();
            return _server.Place;
        }
    }

    public ClusterAddress.Redis Address => new($"{Place},password={Password}");

    public async ValueTask InitializeAsync()
    {
        if (RedisProcess.IsInstalled)
        {
            await _server.StartAsync();
            _silo = await TestSilo.StartAsync(Address, new DataDirectory(_data.Path));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await (_silo?.DisposeAsync() ?? ValueTask.CompletedTask);
        _server.Dispose();
        _data.Dispose();
    }
}
