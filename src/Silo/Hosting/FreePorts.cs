using System.Net;
using System.Net.Sockets;

namespace Granary.Silo.Hosting;

/// <summary>Finds loopback ports that nobody listens at.</summary>
internal static class FreePorts
{
    /// <summary>Gives different ports that were free a moment ago.</summary>
    /// <param name="count">How many.</param>
    public static int[] Find(int count)
    {
        var listeners = new List<TcpListener>();
        try
        {
            for (var i = 0; i < count; i++)
            {
                var listener = new TcpListener(IPAddress.Loopback, 0);
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
}
