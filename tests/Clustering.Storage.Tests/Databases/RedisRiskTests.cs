using Granary.Clustering.Addresses;
using Granary.Clustering.Databases;
using Granary.Testing.Servers;

namespace Granary.Clustering.Storage.Tests.Databases;

/// <summary>Whether a Redis server is told from one that forgets all.</summary>
public sealed class RedisRiskTests : IDisposable
{
    private RedisProcess? _server;

    public void Dispose() => _server?.Dispose();

    [Fact]
    public async Task FindRisk_NothingIsKept_SaysInOneLineWhatToSet()
    {
        var risk = await Find("--appendonly", "no", "--save", "");

        Assert.Equal(
            $"The Redis server at {_server!.Place} keeps nothing on disk: when it restarts, the cluster's jobs are lost. "
            + "Set 'appendonly yes' in its redis.conf, and run redis-cli CONFIG SET appendonly yes.",
            risk);
    }

    [Theory]
    [InlineData("--appendonly", "yes", "--save", "")]
    [InlineData("--appendonly", "no", "--save", "3600 1")]
    [InlineData("--appendonly", "no", "--save", "", "--rename-command", "CONFIG", "")]
    [InlineData("--appendonly", "no", "--save", "", "--user", "default", "on", "nopass", "~*", "&*", "+@all", "-config")]
    public async Task FindRisk_KeptOrNotToBeAsked_IsNull(params string[] options) => Assert.Null(await Find(options));

    [Fact]
    public async Task FindRisk_OtherClusters_AsksNobody() =>
        Assert.Null(await DatabaseCheck.FindRiskAsync(new ClusterAddress.Local(), CancellationToken.None));

    private async Task<string?> Find(params string[] options)
    {
        _server = new RedisProcess(options);
        await _server.StartAsync();
        return await DatabaseCheck.FindRiskAsync(new ClusterAddress.Redis(_server.Place), CancellationToken.None);
    }
}
