using Granary.Clustering.Addresses;
using Granary.Clustering.Databases;
using Granary.Clustering.Local;
using Granary.Grains.Interfaces;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;

namespace Granary.Clustering.Hosting;

/// <summary>Makes silos members of a cluster, and lets clients find it. The one place that knows all kinds of addresses.</summary>
public static class GranaryClusteringExtensions
{
    // Clients should know of a new silo, and forget a dead one, about as fast as silos do.
    private static readonly TimeSpan GatewayRefreshPeriod = TimeSpan.FromSeconds(2);

    /// <summary>Makes a silo a member of a cluster.</summary>
    /// <param name="silo">The silo.</param>
    /// <param name="place">The cluster.</param>
    public static ISiloBuilder UseGranaryClustering(this ISiloBuilder silo, ClusterPlace place)
    {
        silo.Configure<ClusterOptions>(SetIds);
        silo.Configure<ClusterMembershipOptions>(MembershipTiming.Apply);
        silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(s => ActivatorUtilities.CreateInstance<ProtocolCheck>(s, place));
        switch (place.Address)
        {
            case ClusterAddress.Local:
                silo.UseLocalCluster(place.Data);
                return silo;
            case ClusterAddress.Redis redis:
                return silo.UseRedisMembership(redis);
            case ClusterAddress.Postgres postgres:
                return silo.UsePostgresMembership(postgres);
            default:
                throw new ArgumentOutOfRangeException(nameof(place), place, "There is no such kind of cluster.");
        }
    }

    /// <summary>Lets a client find a cluster.</summary>
    /// <param name="client">The client.</param>
    /// <param name="place">The cluster.</param>
    public static IClientBuilder UseGranaryClustering(this IClientBuilder client, ClusterPlace place)
    {
        client.Configure<ClusterOptions>(SetIds);
        client.Configure<GatewayOptions>(o => o.GatewayListRefreshPeriod = GatewayRefreshPeriod);
        switch (place.Address)
        {
            case ClusterAddress.Local:
                client.UseLocalCluster(place.Data);
                return client;
            case ClusterAddress.Redis redis:
                return client.UseRedisMembership(redis);
            case ClusterAddress.Postgres postgres:
                return client.UsePostgresMembership(postgres);
            default:
                throw new ArgumentOutOfRangeException(nameof(place), place, "There is no such kind of cluster.");
        }
    }

    /// <summary>Looks whether a silo of this program can become a member of a cluster, before anything starts.</summary>
    /// <param name="place">The cluster.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="ClusterFaultException">It cannot; the message says why and what to do.</exception>
    public static Task CheckAsync(ClusterPlace place, CancellationToken cancellationToken) => place.Address is ClusterAddress.Local
        ? LocalClustering.CheckAsync(place.Data)
        : DatabaseCheck.RequireAsync(place.Address, cancellationToken);

    /// <summary>Whether the process of some silo of a cluster is known to be there, without asking it. False where only an answer could tell.</summary>
    /// <param name="place">The cluster.</param>
    public static bool HasSiloProcess(ClusterPlace place) =>
        place.Address is ClusterAddress.Local && ClusterFolder.Of(place.Data).IsAnySiloAlive();

    /// <summary>Whether some silo of a cluster is known to have done something since a moment, without asking it; silos do so every few seconds.</summary>
    /// <param name="place">The cluster.</param>
    /// <param name="since">The moment.</param>
    public static bool HasSignOfLife(ClusterPlace place, DateTimeOffset since) =>
        place.Address is ClusterAddress.Local && LocalClustering.HasSignOfLife(place.Data, since);

    private static void SetIds(ClusterOptions options)
    {
        options.ClusterId = ClusterDefaults.ClusterId;
        options.ServiceId = ClusterDefaults.ServiceId;
    }
}
