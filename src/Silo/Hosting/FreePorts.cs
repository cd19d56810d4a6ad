using System.Net;
using System.Net.Sockets;

namespace Granary.Silo.Hosting;

/// <summary>Finds ports that nobody listens at.</summary>
internal static class FreePorts
{
    /// <summary>Gives different ports that were free a moment ago.</summary>
    /// <param name="host">This machine's address at which they are free.</param>
    /// <param name="count">How many.</param>
    /// <exception cref="SocketException">This machine does not have the address.</exception>
    public static int[] Find(IPAddress host, int count)
    {
        var listeners = new List<TcpListener>();
        try
        {
            for (var i = 0; i < count; i++)
            {
                var listener = new TcpListener(host, 0);
                listener.Start();
                listeners.Add(listener);
            }

            return [.. listeners.Select(l => ((IPEndPoint)l.LocalEndpoint).Port)];
        }
        finally
        {
            listeners.ForEach(l => l.Stop());
        }
    }

    /// <summary>Whether nobody listens at a port.</summary>
    /// <param name="endpoint">The port, at an address of this machine.</param>
    public static bool IsFree(IPEndPoint endpoint)
    {
        try
        {
            using var listener = new TcpListener(endpoint);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
