using Granary.Clustering.Addresses;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;

namespace Granary.Clustering.Databases;

/// <summary>Silos and clients that find each other in a database, by Orleans' own providers.</summary>
public static class DatabaseMembership
{
    /// <summary>Keeps the silo's membership in Redis.</summary>
    /// <param name="silo">The silo.</param>
    /// <param name="address">The server.</param>
    /// <exception cref="DatabaseException">The address cannot be read.</exception>
    public static ISiloBuilder UseRedisMembership(this ISiloBuilder silo, ClusterAddress.Redis address)
    {
        var options = RedisServer.Parse(address.Endpoint);
        return silo.UseRedisClustering(o => o.ConfigurationOptions = options);
    }

    /// <summary>Finds the silos in Redis.</summary>
    /// <param name="client">The client.</param>
    /// <param name="address">The server.</param>
    /// <exception cref="DatabaseException">The address cannot be read.</exception>
    public static IClientBuilder UseRedisMembership(this IClientBuilder client, ClusterAddress.Redis address)
    {
        var options = RedisServer.Parse(address.Endpoint);
        return client.UseRedisClustering(o => o.ConfigurationOptions = options);
    }

    /// <summary>Keeps the silo's membership in PostgreSQL, in a database that <see cref="PostgresSchema"/> has set up.</summary>
    /// <param name="silo">The silo.</param>
    /// <param name="address">The database.</param>
    public static ISiloBuilder UsePostgresMembership(this ISiloBuilder silo, ClusterAddress.Postgres address) =>
        silo.UseAdoNetClustering((AdoNetClusteringSiloOptions o) =>
        {
            o.Invariant = PostgresDatabase.Invariant;
            o.ConnectionString = address.ConnectionString;
        });

    /// <summary>Finds the silos in PostgreSQL.</summary>
    /// <param name="client">The client.</param>
    /// <param name="address">The database.</param>
    public static IClientBuilder UsePostgresMembership(this IClientBuilder client, ClusterAddress.Postgres address) =>
        client.UseAdoNetClustering((AdoNetClusteringClientOptions o) =>
        {
            o.Invariant = PostgresDatabase.Invariant;
            o.ConnectionString = address.ConnectionString;
        });
}
