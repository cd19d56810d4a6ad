using Granary.Clustering.Doors;
using Granary.Grains.Interfaces.Silos;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Granary.Clustering.Transport;

/// <summary>Puts Granary's transport under Orleans' connections.</summary>
/// <remarks>
/// Orleans receives 4 KB at a time and so stays near 1 GB/s; this transport receives up to 528 KB. Messages and protocol are
/// Orleans' own: where doors are open, silos and clients with its stock transport connect with silos that have this one, and the other way round.
/// </remarks>
public static class GranaryTransportExtensions
{
    /// <summary>Gives a silo Granary's transport, between silos and for clients. Without this call it has Orleans' own.</summary>
    /// <param name="builder">The silo. Its transport must still be Orleans' default one, over sockets.</param>
    /// <param name="doors">Who comes in over TCP, and how this silo gets in elsewhere.</param>
    /// <param name="unixSockets">Whether silos of one user on one Linux machine talk through Unix sockets, the faster way.</param>
    /// <exception cref="NotSupportedException">Orleans does not register its transport as version 10.4 does.</exception>
    public static ISiloBuilder UseGranaryTransport(this ISiloBuilder builder, ClusterDoors doors, bool unixSockets = true)
    {
        Replace(builder.Services, doors, unixSockets, factories: 1, listeners: 2);
        builder.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, DoorCheck>();
        builder.Services.AddSingleton<ISiloTraffic>(sp => sp.GetRequiredService<TransportServices>().Counters);
        return builder;
    }

    /// <summary>Gives a client Granary's transport. Without this call it has Orleans' own.</summary>
    /// <param name="builder">The client. Its transport must still be Orleans' default one, over sockets.</param>
    /// <param name="doors">How it gets in over TCP.</param>
    /// <param name="unixSockets">Whether it talks with silos of its user on the same Linux machine through Unix sockets.</param>
    /// <exception cref="NotSupportedException">Orleans does not register its transport as version 10.4 does.</exception>
    public static IClientBuilder UseGranaryTransport(this IClientBuilder builder, ClusterDoors doors, bool unixSockets = true)
    {
        Replace(builder.Services, doors, unixSockets, factories: 1, listeners: 0);
        return builder;
    }

    // The keys are Orleans' secret, but its registrations tell them: each is replaced under its own key.
    private static void Replace(IServiceCollection services, ClusterDoors doors, bool unixSockets, int factories, int listeners)
    {
        var stockFactories = Keyed<IConnectionFactory>(services);
        var stockListeners = Keyed<IConnectionListenerFactory>(services);
        if (stockFactories.Count != factories || stockListeners.Count != listeners)
        {
            var version = typeof(ISiloBuilder).Assembly.GetName().Version;
            throw new NotSupportedException(
                $"Orleans {version} registers {stockFactories.Count} connection factories and {stockListeners.Count} listener factories here, "
                + $"expected {factories} and {listeners} as in Orleans 10.4. Leave out {nameof(UseGranaryTransport)} to run on Orleans' own transport.");
        }

        services.AddSingleton(
            sp => new TransportServices(
                doors,
                unixSockets && UnixSockets.IsSupported,
                sp.GetRequiredService<ILogger<TransportServices>>(),
                ClientPort(sp.GetRequiredService<IOptions<EndpointOptions>>().Value)));
        services.AddSingleton(sp => sp.GetRequiredService<TransportServices>().Faults);
        Replace<IConnectionFactory>(services, stockFactories, s => new TransportConnectionFactory(s));
        Replace<IConnectionListenerFactory>(services, stockListeners, s => new TransportListenerFactory(s));
    }

    private static int ClientPort(EndpointOptions options) => options.GatewayListeningEndpoint?.Port ?? options.GatewayPort;

    private static List<ServiceDescriptor> Keyed<T>(IServiceCollection services) =>
        [.. services.Where(d => d.IsKeyedService && d.ServiceType == typeof(T))];

    private static void Replace<T>(IServiceCollection services, List<ServiceDescriptor> stock, Func<TransportServices, T> create)
        where T : class
    {
        foreach (var descriptor in stock)
        {
            services.Remove(descriptor);
            services.AddKeyedSingleton(descriptor.ServiceKey, (sp, _) => create(sp.GetRequiredService<TransportServices>()));
        }
    }
}
