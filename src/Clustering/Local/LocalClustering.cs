using Granary.Clustering.Addresses;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Messaging;

namespace Granary.Clustering.Local;

/// <summary>Clusters of one machine's silos, without a server: what they share is a folder.</summary>
internal static class LocalClustering
{
    /// <summary>Makes a silo a member of the local cluster of a data directory.</summary>
    public static void UseLocalCluster(this ISiloBuilder silo, DataDirectory data)
    {
        silo.Services.AddSingleton(ClusterFolder.Of(data));
        silo.Services.AddSingleton<IMembershipTable>(s => new FileMembershipTable(s.GetRequiredService<ClusterFolder>()));
        silo.Services.AddSingleton<SiloLiveness>();
        silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(s => s.GetRequiredService<SiloLiveness>());
    }

    /// <summary>Lets a client find the local cluster of a data directory.</summary>
    public static void UseLocalCluster(this IClientBuilder client, DataDirectory data)
    {
        client.Services.AddSingleton(ClusterFolder.Of(data));
        client.Services.AddSingleton<IGatewayListProvider, FileGatewayListProvider>();
    }

    /// <summary>Whether some silo of the local cluster of a data directory has told the table of members, since a moment, that it lives.</summary>
    public static bool HasSignOfLife(DataDirectory data, DateTimeOffset since)
    {
        try
        {
            return new FileMembershipTable(ClusterFolder.Of(data)).TryRead() is { } table
                && Array.Exists(table.Members, m => m.Status != SiloStatus.Dead && m.IAmAliveTime >= since.UtcDateTime);
        }
        catch (ClusterFaultException)
        {
            // Whoever connects to the cluster is told what is wrong with its table.
            return false;
        }
    }

    /// <summary>Looks whether silos of this program can be members of the local cluster of a data directory.</summary>
    /// <exception cref="ClusterFaultException">They cannot.</exception>
    public static Task CheckAsync(DataDirectory data) =>
        new FileMembershipTable(ClusterFolder.Of(data)).InitializeMembershipTable(tryInitTableVersion: true);
}
