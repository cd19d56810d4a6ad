using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace Granary.Clustering.Transport;

/// <summary>Accepts connections at a TCP endpoint and at the Unix socket beside it.</summary>
internal sealed class TransportListener : IConnectionListener
{
    private static readonly TimeSpan PauseAfterError = TimeSpan.FromMilliseconds(100);

    private readonly Socket[] _sockets;
    private readonly Task<Socket>[] _accepts;
    private readonly TransportServices _services;
    private readonly TransportCounters _counters;
    private volatile bool _isClosed;

    /// <summary>Takes over listening sockets.</summary>
    /// <param name="endPoint">The TCP endpoint.</param>
    /// <param name="sockets">The sockets; they are closed with the listener.</param>
    /// <param name="services">What the connections share.</param>
    public TransportListener(IPEndPoint endPoint, Socket[] sockets, TransportServices services)
    {
        EndPoint = endPoint;
        _sockets = sockets;
        _services = services;
        _counters = services.CountersAt(endPoint.Port);
        _accepts = [.. sockets.Select(Accept)];
    }

    /// <inheritdoc/>
    public EndPoint EndPoint { get; }

    /// <inheritdoc/>
    /// <remarks>One call at a time. Null when the listener was closed.</remarks>
    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var accepted = await Task.WhenAny(_accepts).WaitAsync(cancellationToken);
            if (_isClosed)
            {
                await DisposeAccepted();
                return null;
            }

            if (accepted.Exception?.InnerException is { } error)
            {
                // The caller gave up before it was accepted, or this process has no file handle left: the next may fare better.
                _services.Logger.LogWarning("A connection could not be accepted at {Endpoint}: {Error}.", EndPoint, error.Message);
                await Task.Delay(PauseAfterError, cancellationToken);
            }

            var index = Array.IndexOf(_accepts, accepted);
            _accepts[index] = Accept(_sockets[index]);
            if (accepted.IsCompletedSuccessfully && Admit(await accepted))
            {
                var socket = await accepted;
                return new TransportConnection(socket, socket.RemoteEndPoint, EndPoint, _services, _counters);
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        _isClosed = true;
        Array.ForEach(_sockets, s => s.Dispose());
        return default;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => UnbindAsync();

    // Never throws itself, only through its task, when the socket was closed a moment ago.
    private static async Task<Socket> Accept(Socket listening) => await listening.AcceptAsync();

    // Whoever connected at the last moment must not wait for a silo that is gone.
    private async Task DisposeAccepted()
    {
        foreach (var accept in _accepts)
        {
            try
            {
                (await accept).Dispose();
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // The usual case: nobody came.
            }
        }
    }

    private bool Admit(Socket socket)
    {
        try
        {
            if (socket.AddressFamily != AddressFamily.Unix)
            {
                TcpSockets.Prepare(socket);
                return true;
            }

            if (UnixSockets.IsOwn(socket))
            {
                UnixSockets.SetBuffers(socket);
                return true;
            }

            _services.Logger.LogWarning(
                "User {User} was refused at the Unix socket beside {Endpoint}: expected this process's own user.",
                UnixSockets.PeerUser(socket),
                EndPoint);
        }
        catch (SocketException)
        {
            // The caller was gone before anything could be said.
        }

        socket.Dispose();
        return false;
    }
}
