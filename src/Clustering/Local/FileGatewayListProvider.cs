using System.Net;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Messaging;

namespace Granary.Clustering.Local;

/// <summary>Tells clients where the silos of a local cluster listen to them.</summary>
/// <param name="folder">The cluster's folder.</param>
/// <param name="options">How often clients ask.</param>
internal sealed class FileGatewayListProvider(ClusterFolder folder, IOptions<GatewayOptions> options) : IGatewayListProvider
{
    private readonly FileMembershipTable _table = new(folder);

    /// <inheritdoc/>
    public TimeSpan MaxStaleness => options.Value.GatewayListRefreshPeriod;

    /// <inheritdoc/>
    [Obsolete("Orleans does not ask any more.")]
    public bool IsUpdatable => true;

    /// <inheritdoc/>
    public Task InitializeGatewayListProvider() => Task.CompletedTask;

    /// <inheritdoc/>
    /// <exception cref="ClusterFaultException">The table of members cannot be used.</exception>
    public Task<IList<Uri>> GetGateways()
    {
        var open = (_table.TryRead()?.Members ?? []).Select(m => m.ToEntry()).Where(IsOpen).ToArray();

        // One that stands still lets connections come up and then says nothing. Where all seem to, they may only be busy.
        var atWork = Array.FindAll(open, m => !folder.IsSilent(m.SiloAddress));
        return Task.FromResult<IList<Uri>>([.. (atWork.Length > 0 ? atWork : open).Select(Gateway)]);
    }

    private static Uri Gateway(MembershipEntry silo) => SiloAddress
        .New(new IPEndPoint(silo.SiloAddress.Endpoint.Address, silo.ProxyPort), silo.SiloAddress.Generation)
        .ToGatewayUri();

    private bool IsOpen(MembershipEntry silo) =>
        silo.Status == SiloStatus.Active && silo.ProxyPort != 0 && !folder.IsGone(silo.SiloAddress);
}
