using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Granary.Clustering.Doors;
using Microsoft.AspNetCore.Connections;

namespace Granary.Clustering.Transport;

/// <summary>Accepts connections at a TCP endpoint and at the Unix socket beside it, and hands on those that are through the door.</summary>
/// <remarks>Whoever is not never reaches Orleans: neither its buffers nor its log.</remarks>
internal sealed class TransportListener : IConnectionListener
{
    private static readonly TimeSpan PauseAfterError = TimeSpan.FromMilliseconds(100);

    private readonly Socket[] _sockets;
    private readonly TransportServices _services;
    private readonly TransportCounters _counters;
    private readonly Arrivals _arrivals = new();
    private readonly Channel<TransportConnection> _admitted = Channel.CreateUnbounded<TransportConnection>();
    private readonly CancellationTokenSource _closed = new();

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
        foreach (var socket in sockets)
        {
            _ = AcceptAll(socket);
        }
    }

    /// <inheritdoc/>
    public EndPoint EndPoint { get; }

    /// <summary>How many have connected and are not through the door yet.</summary>
    public int Waiting => _arrivals.Count;

    /// <inheritdoc/>
    /// <remarks>Null when the listener was closed.</remarks>
    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (await _admitted.Reader.WaitToReadAsync(cancellationToken))
        {
            if (_admitted.Reader.TryRead(out var connection))
            {
                return connection;
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public async ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        await _closed.CancelAsync();
        Array.ForEach(_sockets, s => s.Dispose());
        _admitted.Writer.TryComplete();

        // Whoever connected at the last moment must not wait for a silo that is gone.
        while (_admitted.Reader.TryRead(out var connection))
        {
            await connection.DisposeAsync();
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => UnbindAsync();

    private async Task AcceptAll(Socket listening)
    {
        while (!_closed.IsCancellationRequested)
        {
            try
            {
                _ = AdmitAsync(await listening.AcceptAsync(_closed.Token));
            }
            catch (Exception e) when (_closed.IsCancellationRequested && e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException e)
            {
                // The caller gave up before it was accepted, or this process has no file handle left: the next may fare better.
                _services.Refusals.NotLetIn($"a connection could not be accepted at {EndPoint}: {e.Message}");
                await Task.Delay(PauseAfterError);
            }
        }
    }

    private async Task AdmitAsync(Socket socket)
    {
        EndPoint? from = null;
        try
        {
            from = socket.RemoteEndPoint;
            var passage = socket.AddressFamily == AddressFamily.Unix ? PassUnix(socket) : await PassTcp(socket);
            var connection = new TransportConnection(socket, passage, from, EndPoint, _services, _counters);
            if (!_admitted.Writer.TryWrite(connection))
            {
                await connection.DisposeAsync();
            }
        }
        catch (Exception e)
        {
            socket.Dispose();
            Tell(from, e);
        }
    }

    private Passage PassUnix(Socket socket)
    {
        if (!UnixSockets.IsOwn(socket))
        {
            throw new DoorException($"user {UnixSockets.PeerUser(socket)} came to the Unix socket beside it, expected this process's own user");
        }

        UnixSockets.SetBuffers(socket);
        return new Passage(new NetworkStream(socket, ownsSocket: true));
    }

    private Task<Passage> PassTcp(Socket socket)
    {
        TcpSockets.Prepare(socket);

        // Where it was reached, which is not always where it listens: at all addresses, perhaps.
        var at = (IPEndPoint)socket.LocalEndPoint!;
        var door = _services.Doors.At(at);
        return _arrivals.WaitAsync(end => door.AdmitAsync(new NetworkStream(socket, ownsSocket: true), at, end), _closed.Token);
    }

    private void Tell(EndPoint? from, Exception e)
    {
        switch (e)
        {
            case ClusterFaultException:
                _services.Refusals.Refused(from, EndPoint, e.Message);
                break;
            case OperationCanceledException when !_closed.IsCancellationRequested:
                _services.Refusals.Refused(from, EndPoint, $"it did not finish the handshake within {Arrivals.Time.TotalSeconds} s");
                break;
            case OperationCanceledException or IOException or SocketException or ObjectDisposedException:
                // The caller was gone before anything could be said, as whoever looks whether the port is open.
                break;
            default:
                _services.Refusals.Refused(from, EndPoint, $"{e.GetType().Name}: {e.Message}");
                break;
        }
    }
}
