using System.Net;
using System.Net.Sockets;

namespace Granary.Testing;

/// <summary>Loopback ports for servers of a test's own.</summary>
public static class Ports
{
    /// <summary>A port that was free a moment ago.</summary>
    public static int Free() => Free(1)[0];

    /// <summary>Different ports that were free a moment ago.</summary>
    public static int[] Free(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        listeners.ForEach(l => l.Start());
        var ports = listeners.Select(l => ((IPEndPoint)l.LocalEndpoint).Port).ToArray();
        listeners.ForEach(l => l.Dispose());
        return ports;
    }
}
