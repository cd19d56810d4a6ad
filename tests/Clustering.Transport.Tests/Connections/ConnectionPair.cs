using System.Net;
using Granary.Clustering.Doors;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Granary.Clustering.Transport.Tests.Connections;

/// <summary>A listener, a connection to it and the accepted other end, each side with a pool of its own.</summary>
internal sealed class ConnectionPair : IAsyncDisposable
{
    private readonly IConnectionListener _listener;

    private ConnectionPair(IConnectionListener listener, TransportServices client, TransportServices server)
    {
        _listener = listener;
        ClientServices = client;
        ServerServices = server;
    }

    public TransportServices ClientServices { get; }

    public TransportServices ServerServices { get; }

    public ConnectionContext Client { get; private set; } = null!;

    public ConnectionContext Server { get; private set; } = null!;

    public static TransportServices Services(bool unixSockets, ClusterDoors? doors = null, ILogger<TransportServices>? log = null) =>
        new(doors ?? ClusterDoors.Open, unixSockets, log ?? NullLogger<TransportServices>.Instance);

    public static ValueTask<IConnectionListener> Listen(TransportServices services, IPAddress? address = null) =>
        new TransportListenerFactory(services).BindAsync(new IPEndPoint(address ?? IPAddress.Loopback, 0));

    public static Task<ConnectionPair> Open(bool clientUnix, bool serverUnix) => Open(Services(clientUnix), Services(serverUnix));

    public static async Task<ConnectionPair> Open(TransportServices client, TransportServices server)
    {
        var pair = new ConnectionPair(await Listen(server), client, server);
        var accepting = pair._listener.AcceptAsync();
        pair.Client = await new TransportConnectionFactory(client).ConnectAsync(pair._listener.EndPoint);
        pair.Server = (await accepting)!;
        return pair;
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await Server.DisposeAsync();
        await _listener.DisposeAsync();
        Assert.Equal((0, 0), (ClientServices.Pool.Rented, ServerServices.Pool.Rented));
    }
}
