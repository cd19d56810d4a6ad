using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Granary.Clustering.Transport.Tests.Silos;

internal static class HostExtensions
{
    public static IGrainFactory Grains(this IHost host) => host.Services.GetRequiredService<IGrainFactory>();

    public static TransportServices Transport(this IHost host) => host.Services.GetRequiredService<TransportServices>();

    public static int ActiveSilos(this IHost host) =>
        host.Services.GetRequiredService<IClusterMembershipService>().CurrentSnapshot.Members.Values.Count(m => m.Status == SiloStatus.Active);
}
