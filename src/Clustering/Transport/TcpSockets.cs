using System.Net.Sockets;

namespace Granary.Clustering.Transport;

/// <summary>How TCP sockets between silos are set. Their buffers are left to the system, which tunes them better.</summary>
internal static class TcpSockets
{
    private const int KeepAliveSeconds = 90;
    private const int KeepAliveIntervalSeconds = 30;

    /// <summary>Sends small messages at once, and notices one day that a peer's machine is gone.</summary>
    public static void Prepare(Socket socket)
    {
        socket.NoDelay = true;
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, KeepAliveSeconds);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, KeepAliveIntervalSeconds);
    }
}
