using System.Net;
using System.Net.NetworkInformation;

namespace Granary.Clustering.Certificates;

/// <summary>The names and addresses that a certificate is for.</summary>
public static class CertificateNames
{
    private const string Wildcard = "*.";

    private static readonly string[] Loopback = ["localhost", "127.0.0.1", "::1"];

    /// <summary>Whether a text is a host name, perhaps with <c>*</c> for its first part, or an IP address.</summary>
    /// <param name="text">The text.</param>
    public static bool IsName(string text)
    {
        var name = text.StartsWith(Wildcard, StringComparison.Ordinal) ? text[Wildcard.Length..] : text;
        return IPAddress.TryParse(text, out _) || (name.All(char.IsAscii) && Uri.CheckHostName(name) == UriHostNameType.Dns);
    }

    /// <summary>This machine's name, and its addresses that other machines reach.</summary>
    public static IReadOnlyList<string> OfThisMachine() =>
    [
        .. new[] { Dns.GetHostName() }.Where(IsName),
        .. NetworkInterface.GetAllNetworkInterfaces()
            .SelectMany(i => i.GetIPProperties().UnicastAddresses)
            .Select(a => a.Address)
            .Where(a => !IPAddress.IsLoopback(a) && !a.IsIPv6LinkLocal)
            .Select(a => $"{a}"),
    ];

    /// <summary>Names, and those of loopback.</summary>
    /// <param name="names">The names.</param>
    public static IReadOnlyList<string> WithLoopback(IEnumerable<string> names) => [.. names.Union(Loopback, StringComparer.OrdinalIgnoreCase)];
}
