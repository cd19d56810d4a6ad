using System.Collections.Concurrent;
using Orleans.GrainDirectory;

namespace Granary.Grains.Placement;

/// <summary>
/// Where grains are whose keys name their silo: each silo keeps a list of its own, since nobody else can have them. Orleans' own directory
/// spreads its entries over all members, so that no silo could start such a grain while it does not reach the one member that happens to
/// have the entry.
/// </summary>
internal sealed class NamedSiloDirectory : IGrainDirectory
{
    public const string Name = "granary-named-silo";

    private readonly ConcurrentDictionary<GrainId, GrainAddress> _here = new();

    public Task<GrainAddress?> Register(GrainAddress address) => Register(address, null);

    public Task<GrainAddress?> Register(GrainAddress address, GrainAddress? previousAddress) => Task.FromResult<GrainAddress?>(
        _here.AddOrUpdate(address.GrainId, address, (_, found) => found.Matches(previousAddress) ? address : found));

    public Task Unregister(GrainAddress address)
    {
        if (_here.TryGetValue(address.GrainId, out var found) && found.Matches(address))
        {
            _here.TryRemove(KeyValuePair.Create(address.GrainId, found));
        }

        return Task.CompletedTask;
    }

    /// <summary>Null for grains of other silos: <see cref="OnNamedSiloDirector"/> knows where they are.</summary>
    public Task<GrainAddress?> Lookup(GrainId grainId) => Task.FromResult(_here.GetValueOrDefault(grainId));

    public Task UnregisterSilos(List<SiloAddress> siloAddresses) => Task.CompletedTask;
}
