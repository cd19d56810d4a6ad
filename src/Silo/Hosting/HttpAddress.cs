using System.Net;
using System.Security.Cryptography.X509Certificates;
using Granary.Clustering.Addresses;
using Granary.Clustering.Certificates;
using Granary.Clustering.Doors;
using Granary.Web.Hosting;

namespace Granary.Silo.Hosting;

/// <summary>Where a silo serves HTTP, as users say it.</summary>
/// <param name="Endpoint">Where it listens.</param>
/// <param name="AnyPort">Whether another port will do where this one is taken.</param>
public sealed record HttpAddress(IPEndPoint Endpoint, bool AnyPort = false)
{
    private const string TokenFile = "token";

    // Where it is free, a link from yesterday leads to the cluster of today.
    private const int UsualPort = 7400;

    /// <summary>Loopback, at the usual port or a free one.</summary>
    public static HttpAddress Usual { get; } = new(new IPEndPoint(IPAddress.Loopback, UsualPort), AnyPort: true);

    /// <summary>Names of the server besides those of loopback.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>Reads <c>ADDRESS:PORT</c>, or a port alone, which is loopback's.</summary>
    /// <param name="text">The text.</param>
    /// <returns>Null when it is neither.</returns>
    public static HttpAddress? Parse(string text)
    {
        var isPort = ushort.TryParse(text, out var port);
        return isPort && port > 0 ? new HttpAddress(new IPEndPoint(IPAddress.Loopback, port))
            : !isPort && IPEndPoint.TryParse(text, out var endpoint) && endpoint.Port > 0 ? new HttpAddress(endpoint)
            : null;
    }

    /// <summary>The settings of a silo's server.</summary>
    /// <param name="place">The silo's cluster. Its data directory keeps the token: links survive a restart.</param>
    public WebServerSettings In(ClusterPlace place) => new(Endpoint, Path.Combine(place.Data.Folder(DataDirectory.Http), TokenFile))
    {
        AnyPort = AnyPort,
        Names = Names,
        Certificate = place.Insecure || !ClusterDoors.IsBeyondLoopback(Endpoint.Address) ? null : CertificateOf(place),
    };

    // Looked up for each connection, so that a renewed one is used.
    private static Func<X509Certificate2> CertificateOf(ClusterPlace place)
    {
        var folder = new CertificateFolder(place.Certificates);
        return () => folder.Current().Certificate;
    }
}
