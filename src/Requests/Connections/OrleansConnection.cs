using Granary.Grains.Interfaces;
using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Interfaces.Silos;
using Granary.Grains.Interfaces.Tokens;
using Granary.Grains.Interfaces.Uploads;

namespace Granary.Requests.Connections;

/// <summary>A connection by an Orleans client.</summary>
/// <param name="grains">The client.</param>
/// <param name="place">Where the cluster is, in words for messages.</param>
/// <param name="owner">Ends the client, and the cluster too when it is in this process; null for a client that somebody else ends.</param>
/// <param name="link">The address of its dashboard; null where it is not known.</param>
internal sealed class OrleansConnection(IGrainFactory grains, string place, IAsyncDisposable? owner = null, string? link = null) : IClusterConnection
{
    /// <inheritdoc/>
    public string Location => place;

    /// <inheritdoc/>
    public string? Link => link;

    /// <inheritdoc/>
    public IJobListGrain Jobs => grains.GetGrain<IJobListGrain>(0);

    /// <inheritdoc/>
    public ITokenListGrain Tokens => grains.GetGrain<ITokenListGrain>(0);

    private IClusterGrain Cluster => grains.GetGrain<IClusterGrain>(0);

    /// <inheritdoc/>
    public ICoordinatorGrain Coordinator(string jobId) => grains.GetGrain<ICoordinatorGrain>(jobId);

    /// <inheritdoc/>
    public Task<string[]> ListJobsAsync() => Cluster.ListJobs();

    /// <inheritdoc/>
    public async Task<IReadOnlyList<(string Address, SiloFacts? Facts)>> GetSilosAsync()
    {
        var silos = await Task.WhenAll((await Cluster.ListSilos()).Select(AskAsync));
        return [.. silos.OrderBy(s => s.Address, StringComparer.Ordinal)];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<IUploadGrain>> GetUploadsAsync() =>
        [.. (await Cluster.ListSilos()).Select(silo => grains.GetGrain<IUploadGrain>(GrainKeys.Silo(silo)))];

    /// <summary>The protocol of the cluster's silos; all of them have the same.</summary>
    public Task<int> GetProtocolVersionAsync() => Cluster.GetProtocolVersion();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => owner?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>One silo that does not answer must not hide the others.</summary>
    private async Task<(string Address, SiloFacts? Facts)> AskAsync(string silo)
    {
        var address = GrainKeys.EndpointOf(silo);
        try
        {
            return (address, await grains.GetGrain<ISiloGrain>(GrainKeys.Silo(silo)).GetFacts().WaitAsync(IClusterConnection.Patience));
        }
        catch (Exception e) when (e is OrleansException or TimeoutException)
        {
            return (address, null);
        }
    }
}
