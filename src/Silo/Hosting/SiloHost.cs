using System.Net;
using Granary.Clustering.Addresses;
using Granary.Clustering.Certificates;
using Granary.Clustering.Doors;
using Granary.Clustering.Hosting;
using Granary.Clustering.Storage;
using Granary.Clustering.Transport;
using Granary.Grains.Caching;
using Granary.Grains.Compute;
using Granary.Grains.Hosting;
using Granary.Grains.Roots;
using Granary.Web.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;

namespace Granary.Silo.Hosting;

/// <summary>Puts a silo together.</summary>
public static class SiloHost
{
    /// <summary>How long a silo may take to stop.</summary>
    public static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Makes the host of a silo, not yet started.</summary>
    /// <param name="settings">How to start it.</param>
    /// <param name="configure">Changes to the host, or null.</param>
    public static IHost Build(SiloSettings settings, Action<HostApplicationBuilder>? configure = null)
    {
        // No files, environment or arguments decide anything behind the settings' back, and nothing is read at start.
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = ShutdownTimeout);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.UseOrleans(silo => Configure(silo, settings));
        if (settings.Http is { } http)
        {
            builder.Services.AddGranaryWebServer(http);
        }

        if (settings.Metrics is { } metrics)
        {
            builder.Services.AddGranaryMetricsServer(metrics);
        }

        SiloTelemetry.Add(builder, settings);
        configure?.Invoke(builder);
        return builder.Build();
    }

    /// <summary>Tries a kernel's name, so that a wrong one is known before anything starts.</summary>
    /// <param name="kernel">The name, or null for the best one of this machine.</param>
    /// <exception cref="ArgumentException">There is no kernel of that name.</exception>
    /// <exception cref="PlatformNotSupportedException">This machine cannot run it.</exception>
    public static void CheckKernel(string? kernel) => ComputeOptions.CheckKernel(kernel);

    private static void Configure(ISiloBuilder silo, SiloSettings settings)
    {
        silo.UseGranaryClustering(settings.Cluster);
        silo.AddGranaryStorage(settings.Cluster.Address, settings.Cluster.Data);
        if (!settings.StockTransport)
        {
            ClusterDoors.EnsureSecret(settings.Cluster.Data);
            silo.UseGranaryTransport(ClusterDoors.Of(settings.Cluster));
        }

        if (settings.Http?.Certificate is not null || (!settings.Cluster.Insecure && ClusterDoors.IsBeyondLoopback(settings.Host)))
        {
            silo.Services.AddSingleton(new CertificateFolder(settings.Cluster.Certificates));
            silo.Services.AddHostedService<CertificateWatch>();
        }

        silo.Configure<EndpointOptions>(o =>
        {
            o.AdvertisedIPAddress = settings.Address;
            o.SiloPort = settings.Port;
            o.GatewayPort = settings.GatewayPort;
            o.SiloListeningEndpoint = new IPEndPoint(settings.Host, settings.Port);
            o.GatewayListeningEndpoint = new IPEndPoint(settings.Host, settings.GatewayPort);
        });
        silo.Configure<SiloOptions>(o => o.SiloName = NameOf(settings));
        silo.AddGranary(new GranaryOptions(settings.Cluster.Data.Path)
        {
            Compute = new ComputeOptions(settings.Cores, settings.Kernel, settings.SharesMemory),
            Roots = RootsOf(settings),
            Uploads = settings.UploadLimits,
            Queue = settings.Queue,
            Cache = new TableCacheOptions(settings.CacheDirectory ?? settings.Cluster.Data.Folder(DataDirectory.Cache), settings.CacheBytes),
        });
    }

    // Parts of uploads have it in their names: silos of several machines have the same ports, and may share a data directory.
    private static string NameOf(SiloSettings settings) => IPAddress.IsLoopback(settings.Address)
        ? $"silo-{settings.Port}"
        : $"silo-{settings.Address}-{settings.Port}".Replace(':', '-');

    private static DataRoots RootsOf(SiloSettings settings) => settings.DataRoots.Count == 0 && IPAddress.IsLoopback(settings.Host)
        ? DataRoots.Anywhere
        : DataRoots.Below([settings.Cluster.Data.Path, .. settings.DataRoots]);
}
