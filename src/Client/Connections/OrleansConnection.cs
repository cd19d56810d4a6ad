using Granary.Grains.Interfaces;
using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Interfaces.Silos;

namespace Granary.Client.Connections;

/// <summary>A connection by an Orleans client.</summary>
/// <param name="grains">The client.</param>
/// <param name="place">Where the cluster is, in words for messages.</param>
/// <param name="owner">Ends the client, and the cluster too when it is in this process.</param>
internal sealed class OrleansConnection(IGrainFactory grains, string place, IAsyncDisposable owner) : IClusterConnection
{
    /// <inheritdoc/>
    public string Location => place;

    /// <inheritdoc/>
    public IJobListGrain Jobs => grains.GetGrain<IJobListGrain>(0);

    /// <inheritdoc/>
    public ICoordinatorGrain Coordinator(string jobId) => grains.GetGrain<ICoordinatorGrain>(jobId);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<(string Address, SiloFacts? Facts)>> GetSilosAsync()
    {
        var silos = await Task.WhenAll((await ListSilosAsync()).Select(s => AskAsync(s.Address, s.Silo)));
        return [.. silos.OrderBy(s => s.Address, StringComparer.Ordinal)];
    }

    /// <summary>The protocol of the cluster's silos; all of them have the same.</summary>
    public async Task<int> GetProtocolVersionAsync() => await (await ListSilosAsync()).First().Silo.GetProtocolVersion();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => owner.DisposeAsync();

    /// <summary>One silo that does not answer must not hide the others.</summary>
    private static async Task<(string Address, SiloFacts? Facts)> AskAsync(string address, ISiloGrain silo)
    {
        try
        {
            return (address, await silo.GetFacts());
        }
        catch (Exception e) when (e is OrleansException or TimeoutException)
        {
            return (address, null);
        }
    }

    private async Task<IEnumerable<(string Address, ISiloGrain Silo)>> ListSilosAsync()
    {
        var hosts = await grains.GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true);
        return hosts.Keys.Select(a => (a.Endpoint.ToString(), grains.GetGrain<ISiloGrain>(GrainKeys.Silo(a.ToParsableString()))));
    }
}
