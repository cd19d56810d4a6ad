using System.Net;
using System.Net.Sockets;
using Granary.Clustering.Doors;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;
using Orleans.Networking.Shared;

namespace Granary.Clustering.Transport;

/// <summary>Connects with silos: through a Unix socket where there is one, else over TCP.</summary>
/// <param name="services">What the connections share.</param>
internal sealed class TransportConnectionFactory(TransportServices services) : IConnectionFactory
{
    /// <inheritdoc/>
    /// <exception cref="SocketConnectionException">Nobody answers at the endpoint, or whoever does lets nobody in.</exception>
    public async ValueTask<ConnectionContext> ConnectAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        if (await ConnectUnix(endpoint, cancellationToken) is { } unix)
        {
            return new TransportConnection(unix, new Passage(new NetworkStream(unix, ownsSocket: true)), endpoint, null, services, services.Counters);
        }

        var socket = await ConnectTcp(endpoint, cancellationToken);
        var passage = await Enter(socket, endpoint, cancellationToken);
        Action? unanswered = passage.IsWelcome ? null : () => Refused(new DoorException(
            $"{endpoint} closed the connection without a word: it asks for a certificate or a secret, so leave out --insecure; or it has just ended"));
        return new TransportConnection(socket, passage, endpoint, socket.LocalEndPoint, services, services.Counters, unanswered);
    }

    private async Task<Passage> Enter(Socket socket, EndPoint endpoint, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        end.CancelAfter(Arrivals.Time);
        try
        {
            var at = (IPEndPoint)endpoint;
            var passage = await services.Doors.At(at).EnterAsync(new NetworkStream(socket, ownsSocket: true), at, end.Token);
            services.Faults.Last = null;
            return passage;
        }
        catch (Exception e)
        {
            socket.Dispose();
            throw e switch
            {
                ClusterFaultException fault => Refused(fault),
                IOException => new SocketConnectionException($"The connection with {endpoint} broke off during the handshake: {e.Message}", e),
                OperationCanceledException when !cancellationToken.IsCancellationRequested => new SocketConnectionException(
                    $"{endpoint} did not finish the handshake within {Arrivals.Time.TotalSeconds} s", e),
                _ => e,
            };
        }
    }

    private SocketConnectionException Refused(ClusterFaultException e)
    {
        services.Faults.Last = e;
        services.Refusals.NotLetIn(e.Message);
        return new SocketConnectionException(e.Message, e);
    }

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
