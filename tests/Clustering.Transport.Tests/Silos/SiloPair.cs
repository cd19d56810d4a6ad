using System.Net;
using Granary.Clustering.Doors;
using Granary.Clustering.Transport.Tests.Doors;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;

namespace Granary.Clustering.Transport.Tests.Silos;

/// <summary>Two silos in this process that talk through sockets, and a grain on the second one that the first one calls.</summary>
internal sealed class SiloPair : IAsyncDisposable
{
    private int _grains;

    private SiloPair(IHost first, IHost second, TestDoors doors)
    {
        Doors = doors;
        First = first;
        Second = second;
    }

    public IHost First { get; }

    /// <summary>What their doors ask for.</summary>
    public TestDoors Doors { get; }

    public IHost Second { get; }

    /// <summary>Starts them; they have found each other when it returns.</summary>
    /// <param name="first">The first one's transport.</param>
    /// <param name="second">The second one's transport.</param>
    /// <param name="proxy">Stands before the first silo, to which the second one connects: it is reached only through the proxy.</param>
    public static async Task<SiloPair> Start(Kind first, Kind second, ResettingProxy? proxy = null)
    {
        var doors = new TestDoors();
        var ports = Ports.Free(4);
        var primary = proxy?.EndPoint ?? new IPEndPoint(IPAddress.Loopback, ports[0]);
        var a = Build(doors, first, primary, ports[0], ports[1], proxy);
        await a.StartAsync();
        var b = Build(doors, second, primary, ports[2], ports[3], null);
        await b.StartAsync();
        var pair = new SiloPair(a, b, doors);
        await Eventually.Becomes(
            () => (a.ActiveSilos(), b.ActiveSilos()), "two active silos on either side", seen => seen == (2, 2));
        return pair;
    }

    /// <summary>A new grain on the second silo, seen from the first one.</summary>
    public async Task<IEchoGrain> GrainOnSecond()
    {
        var second = Second.Services.GetRequiredService<ILocalSiloDetails>().SiloAddress;

        // Silos that have just found each other may for a moment disagree about who keeps a grain's entry, and each have one of their own.
        var (grain, _) = await Eventually.Becomes(
            PlaceOnSecond, "a grain on the second silo", found => found.Where.Equals(second), found => $"a grain on {found.Where}");
        return grain;
    }

    public async ValueTask DisposeAsync()
    {
        await Second.StopAsync();
        await First.StopAsync();
        Second.Dispose();
        First.Dispose();
        Doors.Dispose();
    }

    private async Task<(IEchoGrain Grain, SiloAddress Where)> PlaceOnSecond()
    {
        var key = Interlocked.Increment(ref _grains);
        await Second.Grains().GetGrain<IEchoGrain>(key).Echo([]);
        var grain = First.Grains().GetGrain<IEchoGrain>(key);
        return (grain, await grain.Where());
    }

    private static IHost Build(TestDoors doors, Kind kind, IPEndPoint primary, int port, int gatewayPort, ResettingProxy? proxy)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.SetMinimumLevel(LogLevel.Critical);
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(port, gatewayPort, primary);
            if (proxy is not null)
            {
                proxy.Target = new IPEndPoint(IPAddress.Loopback, port);
                silo.Configure<EndpointOptions>(o =>
                {
                    o.SiloPort = proxy.EndPoint.Port;
                    o.SiloListeningEndpoint = proxy.Target;
                });
            }

            if (kind != Kind.Stock)
            {
                silo.UseGranaryTransport(kind switch { Kind.Tls => doors.Tls, Kind.Secret => doors.Secret, _ => ClusterDoors.Open }, unixSockets: kind == Kind.Unix);
            }
        });
        return builder.Build();
    }
}
