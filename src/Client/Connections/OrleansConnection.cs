using Granary.Grains.Interfaces;
using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Interfaces.Silos;

namespace Granary.Client.Connections;

/// <summary>A connection by an Orleans client.</summary>
/// <param name="grains">The client.</param>
/// <param name="owner">Ends the client, and the cluster too when it is in this process.</param>
internal sealed class OrleansConnection(IGrainFactory grains, IAsyncDisposable owner) : IClusterConnection
{
    /// <inheritdoc/>
    public IJobListGrain Jobs => grains.GetGrain<IJobListGrain>(0);

    /// <inheritdoc/>
    public ICoordinatorGrain Coordinator(string jobId) => grains.GetGrain<ICoordinatorGrain>(jobId);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SiloFacts>> GetSilosAsync()
    {
        var facts = (await ListSilosAsync()).Select(s => s.GetFacts());
        return [.. (await Task.WhenAll(facts)).OrderBy(f => f.Address, StringComparer.Ordinal)];
    }

    /// <summary>The protocol of the cluster's silos; all of them have the same.</summary>
    public async Task<int> GetProtocolVersionAsync() => await (await ListSilosAsync()).First().GetProtocolVersion();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => owner.DisposeAsync();

    private async Task<IEnumerable<ISiloGrain>> ListSilosAsync()
    {
        var hosts = await grains.GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true);
        return hosts.Keys.Select(a => grains.GetGrain<ISiloGrain>(GrainKeys.Silo(a.ToParsableString())));
    }
}
