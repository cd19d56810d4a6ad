using System.Net;
using System.Net.Sockets;

namespace Granary.Silo.Tests.Processes;

internal static class Ports
{
    /// <summary>Two loopback ports that were free a moment ago.</summary>
    public static (int Port, int Gateway) Two()
    {
        using var first = new TcpListener(IPAddress.Loopback, 0);
        using var second = new TcpListener(IPAddress.Loopback, 0);
        first.Start();
        second.Start();
        return (((IPEndPoint)first.LocalEndpoint).Port, ((IPEndPoint)second.LocalEndpoint).Port);
    }
}
