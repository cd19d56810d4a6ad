using Granary.Clustering.Addresses;

namespace Granary.Clustering.Databases;

/// <summary>
/// Looks at a cluster's database before a silo or a client starts: Orleans would try for a while and end with a stack trace.
/// </summary>
public static class DatabaseCheck
{
    /// <summary>Finds what is wrong with an address itself, asking no server.</summary>
    /// <param name="address">The cluster.</param>
    /// <returns>A message for the user that holds no password, or null when the address can be read.</returns>
    public static string? FindFault(ClusterAddress address)
    {
        try
        {
            _ = address switch
            {
                ClusterAddress.Redis redis => RedisServer.Name(redis.Endpoint),
                ClusterAddress.Postgres postgres => PostgresDatabase.Name(postgres.ConnectionString),
                _ => null,
            };
            return null;
        }
        catch (DatabaseException e)
        {
            return e.Message;
        }
    }

    /// <summary>
    /// Makes sure that a cluster's Redis server or PostgreSQL database answers and is set up; a local cluster needs neither.
    /// </summary>
    /// <param name="address">The cluster.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="DatabaseException">It cannot be used; the message is for the user and holds no password.</exception>
    public static Task RequireAsync(ClusterAddress address, CancellationToken cancellationToken) => address switch
    {
        ClusterAddress.Redis redis => RedisServer.RequireAsync(redis.Endpoint, cancellationToken),
        ClusterAddress.Postgres postgres => PostgresDatabase.RequireAsync(postgres.ConnectionString, cancellationToken),
        _ => Task.CompletedTask,
    };

    /// <summary>Finds what a cluster's database, which can be used, is likely to lose.</summary>
    /// <param name="address">The cluster.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>A warning for the user that holds no password; null when nothing of the kind is known.</returns>
    public static Task<string?> FindRiskAsync(ClusterAddress address, CancellationToken cancellationToken) => address is ClusterAddress.Redis redis
        ? RedisServer.FindRiskAsync(redis.Endpoint, cancellationToken)
        : Task.FromResult<string?>(null);
}
