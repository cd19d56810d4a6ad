using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Granary.Clustering.Transport.Tests.Silos;

/// <summary>Passes TCP connections on to a silo, and can break them off or slip bytes of its own into them.</summary>
internal sealed class ResettingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<Socket, Socket> _links = [];
    private readonly Task _accepting;
    private long _resetAfter = long.MaxValue;
    private long _passed;
    private int _ended;

    public ResettingProxy()
    {
        _listener.Start();
        EndPoint = (IPEndPoint)_listener.LocalEndpoint;
        _accepting = Accept();
    }

    public IPEndPoint EndPoint { get; }

    public IPEndPoint Target { get; set; } = null!;

    /// <summary>Connections that have ended, or begun to: one direction is enough.</summary>
    public int Ended => Volatile.Read(ref _ended);

    /// <summary>Bytes passed on so far, both ways.</summary>
    public long Passed => Interlocked.Read(ref _passed);

    /// <summary>Resets all connections when so many more bytes have passed.</summary>
    public void ResetAfter(long bytes) => Interlocked.Exchange(ref _resetAfter, Passed + bytes);

    /// <summary>Sends bytes to the silo on all connections.</summary>
    public async Task Inject(byte[] bytes)
    {
        Assert.NotEmpty(_links);
        foreach (var target in _links.Values)
        {
            await target.SendAsync(bytes);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        Reset();
        await _accepting;
    }

    private async Task Accept()
    {
        var links = new List<Task>();
        try
        {
            while (true)
            {
                var source = await _listener.AcceptSocketAsync();
                var target = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await target.ConnectAsync(Target);
                (source.NoDelay, target.NoDelay) = (true, true);
                _links[source] = target;
                links.Add(Pass(source, target));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(links);
        }
    }

    private async Task Pass(Socket source, Socket target)
    {
        Task[] directions = [Pump(source, target), Pump(target, source)];
        await Task.WhenAny(directions);
        _links.TryRemove(source, out _);
        Interlocked.Increment(ref _ended);
        await Task.WhenAll(directions);
        source.Dispose();
        target.Dispose();
    }

    private async Task Pump(Socket from, Socket to)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            int bytes;
            while ((bytes = await from.ReceiveAsync(buffer)) > 0)
            {
                await to.SendAsync(buffer.AsMemory(0, bytes));
                if (Interlocked.Add(ref _passed, bytes) >= Interlocked.Read(ref _resetAfter))
                {
                    Interlocked.Exchange(ref _resetAfter, long.MaxValue);
                    Reset();
                }
            }

            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            from.Close(0);
            to.Close(0);
        }
    }

    private void Reset()
    {
        foreach (var (source, target) in _links)
        {
            source.LingerState = target.LingerState = new LingerOption(true, 0);
            source.Dispose();
            target.Dispose();
        }
    }
}
