using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Granary.Clustering.Transport;

/// <summary>
/// Unix sockets beside TCP ports. A silo that listens at a TCP endpoint also listens at an abstract Unix socket named after that
/// endpoint and the user; who connects to an endpoint of this machine tries that name first.
/// </summary>
/// <remarks>
/// Abstract names live where TCP ports live, in the network namespace: whoever could mean another silo by the same
/// address could not see the name either. They leave no file behind, however a silo ends. But any user of the machine may take a name, so
/// both sides ask the kernel who the other one is and talk only to their own user; TCP remains for everybody else.
/// </remarks>
internal static class UnixSockets
{
    // More than the default of some 200 KB pays; TCP tunes its buffers itself.
    private const int BufferBytes = 1024 * 1024;

    private const int SolSocket = 1;
    private const int SoPeerCred = 17;

    /// <summary>Whether this system has what is needed.</summary>
    public static bool IsSupported => OperatingSystem.IsLinux();

    /// <summary>The socket beside an endpoint that somebody listens at.</summary>
    public static EndPoint Beside(IPEndPoint endpoint) => Named(IsAny(endpoint.Address) ? "*" : Text(endpoint.Address), endpoint.Port);

    /// <summary>The sockets at which the silo with an endpoint may listen; none when the endpoint is not of this machine.</summary>
    public static EndPoint[] Candidates(IPEndPoint endpoint) =>
        IsLocal(endpoint.Address) ? [Named(Text(endpoint.Address), endpoint.Port), Named("*", endpoint.Port)] : [];

    /// <summary>A socket that is not connected yet.</summary>
    public static Socket Create() => new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    /// <summary>Prepares a connected socket.</summary>
    public static void SetBuffers(Socket socket)
    {
        socket.SendBufferSize = BufferBytes;
        socket.ReceiveBufferSize = BufferBytes;
    }

    /// <summary>The user at the other end of a connected socket.</summary>
    public static uint PeerUser(Socket socket)
    {
        // The kernel's struct ucred: process, user, group.
        Span<uint> credentials = stackalloc uint[3];
        socket.GetRawSocketOption(SolSocket, SoPeerCred, MemoryMarshal.AsBytes(credentials));
        return credentials[1];
    }

    /// <summary>Whether a connected socket leads to a process of this user.</summary>
    public static bool IsOwn(Socket socket) => PeerUser(socket) == EffectiveUser();

    private static UnixDomainSocketEndPoint Named(string address, int port) =>
        new($"\0granary-{EffectiveUser()}-{address}-{port}");

    private static string Text(IPAddress address) => (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString();

    private static bool IsAny(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);

    private static bool IsLocal(IPAddress address) => IPAddress.IsLoopback(address)
        || NetworkInterface.GetAllNetworkInterfaces()
            .SelectMany(i => i.GetIPProperties().UnicastAddresses)
            .Any(a => Text(a.Address) == Text(address));

    [DllImport("libc", EntryPoint = "geteuid")]
    private static extern uint EffectiveUser();
}
