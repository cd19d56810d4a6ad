using System.Net;
using Microsoft.AspNetCore.Connections;
using Orleans.Networking.Shared;

namespace Granary.Clustering.Transport;

/// <summary>
/// Keeps a silo out that the others do not let in, or that does not let them in: it tries their doors before it becomes active. Else they would assign
/// work to it until they have found out that they do not reach it. One that does not answer is no reason to stay out: it may be dying.
/// </summary>
/// <param name="membership">The members.</param>
/// <param name="silo">This silo.</param>
/// <param name="services">What its connections share.</param>
/// <param name="fatal">Ends the silo: a polite end would try to reach the others.</param>
internal sealed class DoorCheck(
    IClusterMembershipService membership, ILocalSiloDetails silo, TransportServices services, IFatalErrorHandler fatal)
    : ILifecycleParticipant<ISiloLifecycle>
{
    /// <inheritdoc/>
    public void Participate(ISiloLifecycle observer) =>
        observer.Subscribe(nameof(DoorCheck), ServiceLifecycleStage.BecomeActive - 1, CheckAsync);

    private async Task CheckAsync(CancellationToken cancellationToken)
    {
        await membership.Refresh(cancellationToken: cancellationToken);
        var others = membership.CurrentSnapshot.Members.Values
            .Where(m => m.Status == SiloStatus.Active && !m.SiloAddress.Equals(silo.SiloAddress));
        await Task.WhenAll(others.Select(m => TryAsync(m.SiloAddress.Endpoint, cancellationToken)));
    }

    private async Task TryAsync(IPEndPoint endpoint, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        end.CancelAfter(Arrivals.Time);
        try
        {
            await using var connection = await new TransportConnectionFactory(services).ConnectAsync(endpoint, end.Token);
        }
        catch (SocketConnectionException e) when (e.InnerException is ClusterFaultException fault)
        {
            fatal.OnFatalException(this, nameof(DoorCheck), new ClusterFaultException($"this silo cannot join: {fault.Message}", fault));
        }
        catch (Exception e) when (e is SocketConnectionException or OperationCanceledException or ConnectionAbortedException)
        {
            // Orleans will find out whether it is there.
        }
    }
}
