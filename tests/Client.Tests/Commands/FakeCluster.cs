using Granary.Client.Connections;
using Granary.Clustering.Addresses;
using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Interfaces.Silos;
using Granary.Grains.Interfaces.Tokens;
using Granary.Grains.Interfaces.Uploads;
using Granary.Requests.Connections;
using Granary.Silo.Hosting;

namespace Granary.Client.Tests.Commands;

/// <summary>A cluster that tells what a test has put into it.</summary>
internal sealed class FakeCluster : IClusterConnector, IClusterConnection, IJobListGrain
{
    public Dictionary<string, FakeCoordinator> Coordinators { get; } = [];

    public IReadOnlyList<(string Address, SiloFacts? Facts)> Silos { get; init; } = [];

    public List<IUploadGrain> Uploads { get; } = [];

    /// <summary>What makes a connection fail.</summary>
    public Exception? Failure { get; init; }

    public ClusterPlace? ConnectedTo { get; private set; }

    public int? StartedSilos { get; private set; }

    public string Location => ConnectedTo?.ToString() ?? "this process";

    public string? Link => null;

    public bool IsDisposed { get; private set; }

    public IJobListGrain Jobs => this;

    public ITokenListGrain Tokens { get; } = new FakeTokens();

    public Task<IClusterConnection> ConnectAsync(ClusterPlace place, CancellationToken cancellationToken)
    {
        ConnectedTo = place;
        return Failure is null ? Task.FromResult<IClusterConnection>(this) : Task.FromException<IClusterConnection>(Failure);
    }

    public Task<IClusterConnection> StartAsync(int silos, HttpAddress? http, CancellationToken cancellationToken)
    {
        StartedSilos = silos;
        return Task.FromResult<IClusterConnection>(this);
    }

    public ICoordinatorGrain Coordinator(string jobId) =>
        Coordinators.TryGetValue(jobId, out var coordinator) ? coordinator : new FakeCoordinator();

    public Task<IReadOnlyList<(string Address, SiloFacts? Facts)>> GetSilosAsync() => Task.FromResult(Silos);

    public Task<IReadOnlyList<IUploadGrain>> GetUploadsAsync() => Task.FromResult<IReadOnlyList<IUploadGrain>>(Uploads);

    public Task<string> NewId(string name) => Task.FromResult($"{name}-1");

    public Task<string[]> ListJobsAsync() => Task.FromResult(Coordinators.Keys.ToArray());

    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        return ValueTask.CompletedTask;
    }

    Task<bool> IJobListGrain.Enter(string jobId, JobPriority priority) => throw new NotSupportedException("The console keeps no job running.");

    Task IJobListGrain.GiveWay(string jobId) => throw new NotSupportedException("The console keeps no job running.");

    Task IJobListGrain.Leave(string jobId, bool hasEnded) => throw new NotSupportedException("The console keeps no job running.");

    Task IJobListGrain.WaitForMemory(string jobId, bool isWaiting) => throw new NotSupportedException("The console keeps no job running.");

    Task<string?> IJobListGrain.ExplainWait(string jobId) => throw new NotSupportedException("A status says it.");

    Task<string?> IJobListGrain.FindHome(string jobId, string here) => throw new NotSupportedException("The console does not ask for it.");

    Task<string[]> IJobListGrain.ListRunning() => throw new NotSupportedException("The console does not ask for it.");

    Task<bool> IJobListGrain.BeginStart(string jobId, bool isSuspect) => throw new NotSupportedException("The console does not ask for it.");

    Task IJobListGrain.EndStart(string jobId) => throw new NotSupportedException("The console does not say it.");
}
