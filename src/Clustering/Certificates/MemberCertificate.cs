using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Granary.Clustering.Certificates;

/// <summary>What a member of a cluster shows, and whom it trusts: its certificate with the private key, and the cluster's authority.</summary>
public sealed class MemberCertificate
{
    private readonly X509Certificate2Collection _authorities;

    internal MemberCertificate(X509Certificate2 certificate, X509Certificate2Collection authorities)
    {
        Certificate = certificate;
        _authorities = authorities;

        // Offline: nothing is fetched from addresses that certificates name.
        Context = SslStreamCertificateContext.Create(certificate, additionalCertificates: null, offline: true);
    }

    /// <summary>The certificate, with the private key.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>When it ends.</summary>
    public DateTimeOffset Until => new(Certificate.NotAfter);

    /// <summary>When the authority that lasts longest ends.</summary>
    public DateTimeOffset AuthorityUntil => new(_authorities.Max(a => a.NotAfter));

    /// <summary>The names and addresses that it is made for.</summary>
    public IReadOnlyList<string> Names
    {
        get
        {
            var extension = Certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault();
            return extension is null ? [] : [.. extension.EnumerateDnsNames(), .. extension.EnumerateIPAddresses().Select(a => $"{a}")];
        }
    }

    /// <summary>What is wrong with it: it is of another authority, or expired, for example; null for nothing.</summary>
    public string? FindFault()
    {
        using var chain = new X509Chain { ChainPolicy = Policy(Purposes.Server) };
        return chain.Build(Certificate) ? null : CertificateFault.Of(Certificate, chain.ChainStatus);
    }

    /// <summary>What connections use.</summary>
    internal SslStreamCertificateContext Context { get; }

    /// <summary>How a peer's certificate is checked: this cluster's authority is the only one there is.</summary>
    /// <param name="purpose">What the peer's certificate has to be made for.</param>
    internal X509ChainPolicy Policy(Oid purpose)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.AddRange(_authorities);
        policy.ApplicationPolicy.Add(purpose);
        return policy;
    }
}
