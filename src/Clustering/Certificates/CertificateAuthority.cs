using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Granary.Clustering.Certificates;

/// <summary>
/// A cluster's authority: who has a certificate of it belongs to the cluster. Keys are ECDSA P-256, serial numbers random.
/// </summary>
/// <param name="certificate">Its own certificate, with the private key.</param>
internal sealed class CertificateAuthority(X509Certificate2 certificate)
{
    /// <summary>How long a member's certificate lasts.</summary>
    public static readonly TimeSpan MemberTime = TimeSpan.FromDays(90);

    // No browser and no peer needs an end here; a new authority means new certificates everywhere.
    private static readonly TimeSpan AuthorityTime = TimeSpan.FromDays(3650);

    // Clocks of two machines differ a little.
    private static readonly TimeSpan ClockDifference = TimeSpan.FromHours(1);

    private const int SerialBytes = 16;

    /// <summary>Its own certificate, with the private key.</summary>
    public X509Certificate2 Certificate => certificate;

    /// <summary>Makes a new one.</summary>
    /// <param name="now">The moment from which it is valid.</param>
    public static CertificateAuthority Create(DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        // A name of its own, so that the certificates of two clusters are not taken for each other's in messages.
        var name = $"CN=Granary authority {Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}";
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        return new CertificateAuthority(request.CreateSelfSigned(now - ClockDifference, now + AuthorityTime));
    }

    /// <summary>Makes a member's certificate, valid for <see cref="MemberTime"/>, with its private key.</summary>
    /// <param name="names">The names and addresses under which HTTP reaches the member.</param>
    /// <param name="now">The moment from which it is valid.</param>
    public X509Certificate2 Issue(IEnumerable<string> names, DateTimeOffset now) => Issue(names, now - ClockDifference, now + MemberTime);

    /// <summary>Makes a member's certificate for a time of its own, with its private key.</summary>
    /// <param name="names">The names and addresses under which HTTP reaches the member.</param>
    /// <param name="from">The moment from which it is valid.</param>
    /// <param name="until">The moment until which it is valid; the authority's own end cuts it.</param>
    public X509Certificate2 Issue(IEnumerable<string> names, DateTimeOffset from, DateTimeOffset until)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Granary member", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([Purposes.Server, Purposes.Client], false));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(certificate, true, false));
        request.CertificateExtensions.Add(AlternativeNames(names));
        var end = new DateTimeOffset(certificate.NotAfter);
        using var issued = request.Create(certificate, from, until < end ? until : end, Serial());
        return issued.CopyWithPrivateKey(key);
    }

    private static X509Extension AlternativeNames(IEnumerable<string> names)
    {
        var builder = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
        {
            if (IPAddress.TryParse(name, out var address))
            {
                builder.AddIpAddress(address);
            }
            else
            {
                builder.AddDnsName(name);
            }
        }

        return builder.Build();
    }

    private static byte[] Serial()
    {
        var serial = RandomNumberGenerator.GetBytes(SerialBytes);

        // Positive, and not shortened by a leading zero.
        serial[0] = (byte)((serial[0] & 0x7F) | 0x40);
        return serial;
    }
}
