using System.Globalization;
using System.Security.Cryptography.X509Certificates;

namespace Granary.Clustering.Certificates;

/// <summary>Says in words what is wrong with a certificate.</summary>
public static class CertificateFault
{
    private const X509ChainStatusFlags Foreign = X509ChainStatusFlags.PartialChain | X509ChainStatusFlags.UntrustedRoot;

    /// <summary>What checking a certificate found, most telling first; null when it found nothing.</summary>
    /// <param name="certificate">The certificate.</param>
    /// <param name="found">What was found on the way from it to its authority.</param>
    public static string? Of(X509Certificate2 certificate, X509ChainStatus[] found)
    {
        var flags = found.Aggregate(X509ChainStatusFlags.NoError, (all, status) => all | status.Status);
        return flags == X509ChainStatusFlags.NoError ? null
            : (flags & Foreign) != 0 ? "it is of another authority, expected this cluster's"
            : (flags & X509ChainStatusFlags.NotTimeValid) != 0 ? Time(certificate)
            : (flags & X509ChainStatusFlags.NotValidForUsage) != 0 ? "it is not made for both ends of a connection"
            : $"it does not stand up to the check ({flags})";
    }

    /// <summary>A moment as messages show it.</summary>
    /// <param name="moment">The moment.</param>
    public static string Text(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);

    private static string Time(X509Certificate2 certificate)
    {
        var (from, until) = (new DateTimeOffset(certificate.NotBefore), new DateTimeOffset(certificate.NotAfter));
        return DateTimeOffset.UtcNow > until ? $"it expired on {Text(until)}"
            : DateTimeOffset.UtcNow < from ? $"it is valid only from {Text(from)}: look at the clocks of both machines"
            : "its authority has expired";
    }
}
