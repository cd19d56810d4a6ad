using Granary.Clustering.Addresses;
using Granary.Grains.Interfaces;
using Granary.Grains.Interfaces.Silos;

namespace Granary.Clustering.Hosting;

/// <summary>
/// Keeps silos of another protocol out, whatever the kind of cluster: a silo that has just joined asks the others, and leaves when
/// one speaks another protocol. One that does not answer in time is no reason to leave: it may be dying.
/// </summary>
/// <param name="place">The cluster.</param>
/// <param name="membership">Its members.</param>
/// <param name="silo">This silo.</param>
/// <param name="grains">The way to the others.</param>
/// <param name="protocol">The protocol of this program; <see cref="ClusterDefaults.ProtocolVersion"/> outside of tests.</param>
internal sealed class ProtocolCheck(
    ClusterPlace place,
    IClusterMembershipService membership,
    ILocalSiloDetails silo,
    IGrainFactory grains,
    int protocol = ClusterDefaults.ProtocolVersion)
    : ILifecycleParticipant<ISiloLifecycle>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <inheritdoc/>
    public void Participate(ISiloLifecycle observer) =>
        observer.Subscribe(nameof(ProtocolCheck), ServiceLifecycleStage.Active, CheckAsync);

    private async Task CheckAsync(CancellationToken cancellationToken)
    {
        var others = membership.CurrentSnapshot.Members.Values
            .Where(m => m.Status == SiloStatus.Active && !m.SiloAddress.Equals(silo.SiloAddress));
        var found = await Task.WhenAll(others.Select(m => AskAsync(m.SiloAddress, cancellationToken)));
        if (found.FirstOrDefault(f => f is not null && f != protocol) is { } other)
        {
            throw new ProtocolMismatchException(place.ToString(), other, protocol);
        }
    }

    private async Task<int?> AskAsync(SiloAddress other, CancellationToken cancellationToken)
    {
        try
        {
            return await grains.GetGrain<ISiloGrain>(GrainKeys.Silo(other.ToParsableString()))
                .GetProtocolVersion()
                .WaitAsync(Patience, cancellationToken);
        }
        catch (Exception e) when (e is OrleansException or TimeoutException)
        {
            return null;
        }
    }
}
