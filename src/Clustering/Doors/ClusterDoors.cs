using System.Net;
using Granary.Clustering.Addresses;
using Granary.Clustering.Certificates;

namespace Granary.Clustering.Doors;

/// <summary>
/// Which door stands where. Both ends find it out from the address alone: on loopback the secret of the data directory lets in, beyond
/// it a certificate of the cluster. <see cref="Open"/> stands nowhere in the way.
/// </summary>
/// <remarks>Unix sockets between processes of one user need none of this: the kernel tells each end who the other is.</remarks>
public sealed class ClusterDoors
{
    private readonly IDoor _loopback;
    private readonly IDoor _beyond;

    internal ClusterDoors(IDoor loopback, IDoor beyond) => (_loopback, _beyond) = (loopback, beyond);

    /// <summary>Lets everybody in: for clusters of which nobody else knows, and for those who asked for it.</summary>
    public static ClusterDoors Open { get; } = new(new OpenDoor(), new OpenDoor());

    /// <summary>The doors of a cluster.</summary>
    /// <param name="place">The cluster, with its data directory and certificates.</param>
    public static ClusterDoors Of(ClusterPlace place) => place.Insecure
        ? Open
        : new ClusterDoors(new SecretDoor(new ClusterSecret(place.Data)), new TlsDoor(new CertificateFolder(place.Certificates)));

    /// <summary>Whether other machines reach an address.</summary>
    /// <param name="address">The address.</param>
    public static bool IsBeyondLoopback(IPAddress address) => !IPAddress.IsLoopback(address);

    /// <summary>Makes the secret of the data directory where there is none.</summary>
    /// <param name="data">The data directory.</param>
    /// <exception cref="ClusterFaultException">It cannot be kept.</exception>
    public static void EnsureSecret(DataDirectory data) => new ClusterSecret(data).Ensure();

    /// <summary>The door of a connection.</summary>
    /// <param name="endpoint">The listening end of it.</param>
    internal IDoor At(IPEndPoint endpoint) => IsBeyondLoopback(endpoint.Address) ? _beyond : _loopback;
}
