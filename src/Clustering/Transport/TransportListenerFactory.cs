using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace Granary.Clustering.Transport;

/// <summary>Opens a silo's endpoints: on TCP, and where the system has them on a Unix socket beside it.</summary>
/// <param name="services">What the connections share.</param>
internal sealed class TransportListenerFactory(TransportServices services) : IConnectionListenerFactory
{
    private const int Backlog = 512;

    /// <inheritdoc/>
    /// <exception cref="AddressInUseException">Somebody else listens at the endpoint.</exception>
    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        var tcp = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            // A silo that listens at all addresses listens at those of IPv4 too.
            if (endpoint is IPEndPoint { Address: var address } && address.Equals(IPAddress.IPv6Any))
            {
                tcp.DualMode = true;
            }

            Listen(tcp, endpoint);
            var bound = (IPEndPoint)tcp.LocalEndPoint!;
            Socket[] sockets = BindUnix(bound) is { } unix ? [tcp, unix] : [tcp];
            return ValueTask.FromResult<IConnectionListener>(new TransportListener(bound, sockets, services));
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            tcp.Dispose();
            throw new AddressInUseException($"Somebody already listens at {endpoint}: choose another port, or end that process.", e);
        }
        catch
        {
            tcp.Dispose();
            throw;
        }
    }

    private static void Listen(Socket socket, EndPoint endpoint)
    {
        socket.Bind(endpoint);
        socket.Listen(Backlog);
    }

    private Socket? BindUnix(IPEndPoint endpoint)
    {
        if (!services.UseUnixSockets)
        {
            return null;
        }

        var socket = UnixSockets.Create();
        try
        {
            Listen(socket, UnixSockets.Beside(endpoint));
            return socket;
        }
        catch (SocketException e)
        {
            socket.Dispose();
            services.Logger.LogWarning(
                "The Unix socket beside {Endpoint} cannot be opened ({Error}): other silos of this machine will come over TCP, which is slower.",
                endpoint,
                e.Message);
            return null;
        }
    }
}
