using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Granary.Web.Hosting;

/// <summary>How a silo serves HTTP.</summary>
/// <param name="Endpoint">Where it listens.</param>
/// <param name="TokenFile">The file of the token; it is made where it is missing.</param>
public sealed record WebServerSettings(IPEndPoint Endpoint, string TokenFile)
{
    /// <summary>Whether another port will do where this one is taken.</summary>
    public bool AnyPort { get; init; }

    /// <summary>Gives the certificate of a connection, with its private key; null for HTTP without encryption.</summary>
    public Func<X509Certificate2>? Certificate { get; init; }

    /// <summary>Names of the server besides those of loopback.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];
}
