using Granary.Benchmarks.Faults.Clusters;
using Granary.Clustering.Databases;
using Granary.Grains.Interfaces.Jobs;
using Granary.Testing.Servers;

namespace Granary.Faults.Tests.Storage;

/// <summary>A PostgreSQL server that is stopped and started under a running job.</summary>
public sealed class PostgresRestartTests(ReferenceFixture reference) : FaultTestBase(reference)
{
    private readonly PostgresProcess _server = new();

    protected override JobSpec Job => Reference.LongJob;

    private string ConnectionString => _server.ConnectionString("postgres");

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _server.Dispose();
    }

    [Fact]
    public async Task Restart_WhileTraining_TheJobGoesOnWithTheSameBits()
    {
        await _server.StartAsync();
        await PostgresSchema.CreateAsync(ConnectionString, CancellationToken.None);
        await Cluster.StartMany(2);
        var (id, _) = await SubmitAndCheckpoint();

        _server.Stop();
        await Event(id, JobEventKind.CheckpointFailed);
        await _server.StartAsync();

        Assert.Equal(0, (await EndsWithTheSameBits(id)).Recoveries);
    }

    protected override FaultCluster MakeCluster() => new(null, "--cluster", $"postgres:{ConnectionString}");
}
