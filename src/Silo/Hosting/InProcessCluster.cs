using System.Net;
using Granary.Clustering.Addresses;
using Granary.Clustering.Hosting;
using Granary.Web.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Granary.Silo.Hosting;

/// <summary>
/// A cluster of silos inside this process, for development. It listens on loopback only, on free ports, and has a data directory
/// of its own that ends with it; data that has been read is kept where the user's silos keep it.
/// </summary>
public sealed class InProcessCluster : IAsyncDisposable
{
    private readonly List<IHost> _hosts = [];
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("granary-");

    private InProcessCluster()
    {
    }

    /// <summary>The address of its dashboard, which lets a browser in; null where it serves no HTTP.</summary>
    public string? Link => _hosts[0].Services.GetService<WebServer>()?.Link;

    /// <summary>A client of the cluster, connected without a socket to its first silo.</summary>
    public IClusterClient Client => _hosts[0].Services.GetRequiredService<IClusterClient>();

    /// <summary>Starts the silos and returns when they have found each other.</summary>
    /// <param name="silos">How many, at least 1. The machine's cores are shared out evenly.</param>
    /// <param name="http">Where the first one serves HTTP; null for not at all.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    public static async Task<InProcessCluster> StartAsync(int silos, HttpAddress? http, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(silos, 1);
        var cluster = new InProcessCluster();
        try
        {
            var place = new ClusterPlace(new ClusterAddress.Local(), new DataDirectory(cluster._data.FullName));
            var ports = FreePorts.Find(IPAddress.Loopback, 2 * silos);
            for (var i = 0; i < silos; i++)
            {
                var host = SiloHost.Build(new SiloSettings
                {
                    Cluster = place,
                    Port = ports[2 * i],
                    GatewayPort = ports[(2 * i) + 1],
                    CacheDirectory = DataDirectory.Find(null).Folder(DataDirectory.Cache),
                    Cores = Math.Max(1, Environment.ProcessorCount / silos),
                    Http = i == 0 ? http?.In(place) : null,
                }, builder => builder.Services.AddSingleton<IHostLifetime, QuietLifetime>());
                cluster._hosts.Add(host);
                await host.StartAsync(cancellationToken);
            }

            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops the silos, the first one last because the client is its own, and removes the data directory.</summary>
    public async ValueTask DisposeAsync()
    {
        for (var i = _hosts.Count - 1; i >= 0; i--)
        {
            await _hosts[i].StopAsync();
            _hosts[i].Dispose();
        }

        _data.Delete(recursive: true);
    }
}
