using Granary.Clustering.Storage.Tests.Servers;

namespace Granary.Silo.Tests.Processes;

/// <summary>A silo whose Redis server keeps nothing on disk.</summary>
public sealed class ForgetfulRedisTests : IDisposable
{
    private readonly TemporaryFolder _data = new();
    private readonly int _port = ServerProcess.FreePort();
    private readonly ServerProcess _server;

    public ForgetfulRedisTests() => _server = new ServerProcess(
        Programs.Find("redis-server"), ["--port", $"{_port}", "--bind", "127.0.0.1", "--dir", _data.Path, "--appendonly", "no", "--save", ""]);

    public void Dispose()
    {
        _server.Dispose();
        _data.Dispose();
    }

    [Fact]
    public async Task Start_Silo_JoinsAndWarnsInOneLine()
    {
        await _server.WaitAsync(() => Clustering.Databases.DatabaseCheck.RequireAsync(
            new Clustering.Addresses.ClusterAddress.Redis($"127.0.0.1:{_port}"), CancellationToken.None));

        await using var silo = await SiloProcess.StartAsync(_data, "--cluster", $"redis:127.0.0.1:{_port}");
        await silo.Program.Terminate();

        var (exitCode, _, error) = await silo.Program.End();
        Assert.Equal(0, exitCode);
        Assert.StartsWith($"granary-silo: warning: The Redis server at 127.0.0.1:{_port} keeps nothing on disk", error, StringComparison.Ordinal);
        Assert.Single(error.Trim().Split('\n'));
    }
}
