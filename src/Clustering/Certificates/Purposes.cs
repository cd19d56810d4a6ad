using System.Security.Cryptography;

namespace Granary.Clustering.Certificates;

/// <summary>What certificates are made for (extended key usages of RFC 5280).</summary>
internal static class Purposes
{
    /// <summary>The end of a connection that listens.</summary>
    public static readonly Oid Server = new("1.3.6.1.5.5.7.3.1");

    /// <summary>The end of a connection that connects.</summary>
    public static readonly Oid Client = new("1.3.6.1.5.5.7.3.2");
}
