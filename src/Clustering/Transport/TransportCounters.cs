using Granary.Grains.Interfaces.Silos;

namespace Granary.Clustering.Transport;

/// <summary>What a silo's transport has done since it was started.</summary>
internal sealed class TransportCounters : ISiloTraffic
{
    private long _bytesSent;
    private long _bytesReceived;
    private long _receives;
    private long _tcpConnections;
    private long _unixConnections;

    /// <inheritdoc/>
    public long BytesSent => Interlocked.Read(ref _bytesSent);

    /// <inheritdoc/>
    public long BytesReceived => Interlocked.Read(ref _bytesReceived);

    /// <summary>Receives that brought something.</summary>
    public long Receives => Interlocked.Read(ref _receives);

    /// <summary>Connections over TCP, made and accepted.</summary>
    public long TcpConnections => Interlocked.Read(ref _tcpConnections);

    /// <summary>Connections over Unix sockets, made and accepted.</summary>
    public long UnixConnections => Interlocked.Read(ref _unixConnections);

    /// <summary>Counts what one call sent.</summary>
    public void CountSend(int bytes) => Interlocked.Add(ref _bytesSent, bytes);

    /// <summary>Counts a receive, and what it brought.</summary>
    public void CountReceive(int bytes)
    {
        Interlocked.Increment(ref _receives);
        Interlocked.Add(ref _bytesReceived, bytes);
    }

    /// <summary>Counts a connection.</summary>
    /// <param name="isUnix">Whether it is a Unix socket.</param>
    public void CountConnection(bool isUnix) => Interlocked.Increment(ref isUnix ? ref _unixConnections : ref _tcpConnections);
}
