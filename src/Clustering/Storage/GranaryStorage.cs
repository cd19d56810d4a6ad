using Granary.Clustering.Addresses;
using Granary.Clustering.Databases;
using Granary.Grains.Interfaces;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Runtime.Hosting;
using Orleans.Serialization;
using Orleans.Serialization.Serializers;
using Orleans.Storage;

namespace Granary.Clustering.Storage;

/// <summary>Where the small states of grains are kept.</summary>
public static class GranaryStorage
{
    /// <summary>The name of the storage provider, for grains that ask for a state.</summary>
    public const string Name = ClusterDefaults.Storage;

    /// <summary>
    /// Adds the storage provider <see cref="Name"/>: files in the data directory for a local cluster, otherwise the Redis server or
    /// the PostgreSQL database in which the silos find each other. All three keep states in Orleans' own serialization.
    /// </summary>
    /// <param name="silo">The silo.</param>
    /// <param name="address">The cluster.</param>
    /// <param name="directory">The data directory.</param>
    public static ISiloBuilder AddGranaryStorage(this ISiloBuilder silo, ClusterAddress address, DataDirectory directory) =>
        address switch
        {
            ClusterAddress.Redis redis => silo.AddRedisGrainStorage(Name, o => o.Configure<Serializer>((options, serializer) =>
            {
                options.ConfigurationOptions = RedisServer.Parse(redis.Endpoint);
                options.GrainStorageSerializer = new OrleansGrainStorageSerializer(serializer);
            })),
            ClusterAddress.Postgres postgres => silo.AddAdoNetGrainStorage(Name, o => o.Configure<Serializer>((options, serializer) =>
            {
                options.Invariant = PostgresDatabase.Invariant;
                options.ConnectionString = postgres.ConnectionString;
                options.GrainStorageSerializer = new OrleansGrainStorageSerializer(serializer);
            })),
            _ => silo.ConfigureServices(services =>
            {
                services.TryAddSingleton(TimeProvider.System);
                services.AddGrainStorage(Name, (provider, _) => CreateFiles(provider, directory));
            }),
        };

    private static FileGrainStorage CreateFiles(IServiceProvider provider, DataDirectory directory) => new(
        directory.Folder(DataDirectory.State),
        new OrleansGrainStorageSerializer(provider.GetRequiredService<Serializer>()),
        provider.GetRequiredService<IActivatorProvider>(),
        provider.GetRequiredService<TimeProvider>());
}
