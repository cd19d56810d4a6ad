using System.Net;
using System.Net.Sockets;

namespace Granary.Silo.CommandLines;

/// <summary>Addresses of machines as users say them: numbers or names.</summary>
internal static class HostAddress
{
    /// <summary>Finds the address that is meant: of a name the first of IPv4, or else its first.</summary>
    /// <param name="text">An IP address or a host name.</param>
    /// <returns>Null when it is neither, or nobody knows the name.</returns>
    public static IPAddress? Find(string text)
    {
        if (IPAddress.TryParse(text, out var address))
        {
            return address;
        }

        try
        {
            var addresses = Dns.GetHostAddresses(text);
            return Array.Find(addresses, a => a.AddressFamily == AddressFamily.InterNetwork) ?? addresses.FirstOrDefault();
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Whether an address stands for all addresses of a machine.</summary>
    public static bool StandsForAll(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);
}
