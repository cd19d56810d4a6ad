using Granary.Benchmarks.Faults.Clusters;
using Granary.Clustering.Storage.Tests.Servers;
using Granary.Grains.Interfaces.Jobs;

namespace Granary.Faults.Tests.Storage;

/// <summary>A Redis server that is stopped and started under a running job.</summary>
public sealed class RedisRestartTests(ReferenceFixture reference) : FaultTestBase(reference)
{
    private readonly string _folder = Directory.CreateTempSubdirectory("granary-redis-").FullName;
    private readonly int _port = ServerProcess.FreePort();
    private ServerProcess _server = null!;

    public override async Task InitializeAsync()
    {
        _server = StartServer();
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
            _server.Dispose();
            Directory.Delete(_folder, recursive: true);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Restart_WhileTraining_TheJobGoesOnWithTheSameBits(bool isKilled)
    {
        await Cluster.StartMany(2);
        var (id, _) = await SubmitAndCheckpoint();

        if (isKilled)
        {
            _server.Kill();
        }

        _server.Dispose();
        await Event(id, JobEventKind.CheckpointFailed);
        _server = StartServer();

        Assert.Equal(0, (await EndsWithTheSameBits(id)).Recoveries);
    }

    protected override FaultCluster MakeCluster() => new(null, "--cluster", $"redis:127.0.0.1:{_port}");

    private ServerProcess StartServer() => new(
        Programs.Find("redis-server"),
        ["--port", $"{_port}", "--bind", "127.0.0.1", "--dir", _folder, "--appendonly", "yes", "--appendfsync", "always", "--save", ""]);
}
