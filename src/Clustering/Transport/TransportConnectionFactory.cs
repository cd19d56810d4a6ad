using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;
using Orleans.Networking.Shared;

namespace Granary.Clustering.Transport;

/// <summary>Connects with silos: through a Unix socket where there is one, else over TCP.</summary>
/// <param name="services">What the connections share.</param>
internal sealed class TransportConnectionFactory(TransportServices services) : IConnectionFactory
{
    /// <inheritdoc/>
    /// <exception cref="SocketConnectionException">Nobody answers at the endpoint.</exception>
    public async ValueTask<ConnectionContext> ConnectAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        var socket = await ConnectUnix(endpoint, cancellationToken) ?? await ConnectTcp(endpoint, cancellationToken);
        return new TransportConnection(socket, endpoint, LocalEndPoint(socket), services, services.Counters);
    }

    private static EndPoint? LocalEndPoint(Socket socket) => socket.AddressFamily == AddressFamily.Unix ? null : socket.LocalEndPoint;

    private static async Task<Socket> ConnectTcp(EndPoint endpoint, CancellationToken cancellationToken)
    {
        var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            TcpSockets.Prepare(socket);
            await socket.ConnectAsync(endpoint, cancellationToken);
            return socket;
        }
        catch (Exception e)
        {
            socket.Dispose();
            if (e is SocketException)
            {
                throw new SocketConnectionException(
                    $"Could not connect to {endpoint}: {e.Message}. Expected a silo that listens there; is it running and reachable?", e);
            }

            throw;
        }
    }

    private async Task<Socket?> ConnectUnix(EndPoint endpoint, CancellationToken cancellationToken)
    {
        if (!services.UseUnixSockets || endpoint is not IPEndPoint ip)
        {
            return null;
        }

        foreach (var candidate in UnixSockets.Candidates(ip))
        {
            if (await ConnectUnix(ip, candidate, cancellationToken) is { } socket)
            {
                return socket;
            }
        }

        return null;
    }

    private async Task<Socket?> ConnectUnix(IPEndPoint endpoint, EndPoint candidate, CancellationToken cancellationToken)
    {
        var socket = UnixSockets.Create();
        try
        {
            await socket.ConnectAsync(candidate, cancellationToken);
            if (UnixSockets.IsOwn(socket))
            {
                UnixSockets.SetBuffers(socket);
                return socket;
            }

            services.Logger.LogWarning(
                "The Unix socket beside {Endpoint} belongs to user {User}, expected this process's own user: going over TCP instead.",
                endpoint,
                UnixSockets.PeerUser(socket));
        }
        catch (SocketException)
        {
            // Nobody listens there: a silo with Orleans' own transport, a container, or none at all. TCP tells.
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        socket.Dispose();
        return null;
    }
}
