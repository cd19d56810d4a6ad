using System.Net;
using Granary.Clustering.Addresses;
using Granary.Clustering.Databases;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Storage;

namespace Granary.Clustering.Storage.Tests.Servers;

/// <summary>A silo on loopback with Granary's storage, which finds others where the address says.</summary>
internal sealed class TestSilo : IAsyncDisposable
{
    private readonly IHost _host;

    private TestSilo(IHost host) => _host = host;

    public IGrainStorage Storage => _host.Services.GetRequiredKeyedService<IGrainStorage>(GranaryStorage.Name);

    public IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    public static async Task<TestSilo> StartAsync(ClusterAddress address, DataDirectory directory)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.SetMinimumLevel(LogLevel.None);
        builder.UseOrleans(silo =>
        {
            Join(silo, address);
            silo.AddGranaryStorage(address, directory);
        });
        var silo = new TestSilo(builder.Build());
        await silo._host.StartAsync();
        return silo;
    }

    /// <summary>A client that knows no more than the address.</summary>
    public static async Task<IHost> ConnectAsync(ClusterAddress address)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.UseOrleansClient(client =>
        {
            _ = address switch
            {
                ClusterAddress.Redis redis => client.UseRedisMembership(redis),
                ClusterAddress.Postgres postgres => client.UsePostgresMembership(postgres),
                _ => throw new ArgumentException("A local cluster has no database."),
            };
            client.Configure<ClusterOptions>(Name);
        });
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    private static void Join(ISiloBuilder silo, ClusterAddress address)
    {
        var ports = Ports.Free(2);
        _ = address switch
        {
            ClusterAddress.Redis redis => silo.UseRedisMembership(redis),
            ClusterAddress.Postgres postgres => silo.UsePostgresMembership(postgres),
            _ => silo.UseLocalhostClustering(ports[0], ports[1]),
        };
        silo.ConfigureEndpoints(IPAddress.Loopback, ports[0], ports[1]);
        silo.Configure<ClusterOptions>(Name);
    }

    private static void Name(ClusterOptions options) => (options.ServiceId, options.ClusterId) = ("tests", "tests");
}
