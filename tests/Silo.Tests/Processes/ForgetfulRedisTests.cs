using Granary.Testing.Servers;

namespace Granary.Silo.Tests.Processes;

/// <summary>A silo whose Redis server keeps nothing on disk.</summary>
public sealed class ForgetfulRedisTests : IDisposable
{
    private readonly TemporaryFolder _data = new();
    private readonly RedisProcess _server = new("--appendonly", "no", "--save", "");

    public void Dispose()
    {
        _server.Dispose();
        _data.Dispose();
    }

    [Fact]
    public async Task Start_Silo_JoinsAndWarnsInOneLine()
    {
        await _server.StartAsync();

        await using var silo = await SiloProcess.StartAsync(_data, "--cluster", $"redis:{_server.Place}");
        await silo.Program.Terminate();

        var (exitCode, _, error) = await silo.Program.End();
        Assert.Equal(0, exitCode);
        Assert.StartsWith($"granary-silo: warning: The Redis server at {_server.Place} keeps nothing on disk", error, StringComparison.Ordinal);
        Assert.Single(error.Trim().Split('\n'));
    }
}
