using Granary.Benchmarks.Faults.Clusters;
using Granary.Grains.Interfaces.Jobs;
using Granary.Testing.Servers;

namespace Granary.Faults.Tests.Storage;

/// <summary>A Redis server that is stopped and started under a running job.</summary>
public sealed class RedisRestartTests(ReferenceFixture reference) : FaultTestBase(reference)
{
    private readonly RedisProcess _server = new("--appendonly", "yes", "--appendfsync", "always", "--save", "");

    protected override JobSpec Job => Reference.LongJob;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _server.Dispose();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Restart_WhileTraining_TheJobGoesOnWithTheSameBits(bool isKilled)
    {
        await _server.StartAsync();
        await Cluster.StartMany(2);
        var (id, _) = await SubmitAndCheckpoint();

        if (isKilled)
        {
            _server.Kill();
        }

        _server.Stop();
        await Event(id, JobEventKind.CheckpointFailed);
        await _server.StartAsync();

        Assert.Equal(0, (await EndsWithTheSameBits(id)).Recoveries);
    }

    protected override FaultCluster MakeCluster() => new(null, "--cluster", $"redis:{_server.Place}");
}
