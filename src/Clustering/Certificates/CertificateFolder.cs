using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Granary.Clustering.Addresses;
using Granary.Files;

namespace Granary.Clustering.Certificates;

/// <summary>The folder of a cluster's certificates, and what is in it.</summary>
/// <remarks>
/// <para><c>authority.pem</c> is the authority's certificate: who belongs to the cluster. It may hold several, while one takes another's place.</para>
/// <para><c>authority.key</c> is its private key, which makes certificates. Silos and consoles do not need it.</para>
/// <para><c>member.pem</c> is what a silo or console shows: its certificate and private key in one file, so that a new one takes the
/// place of both in one step.</para>
/// </remarks>
/// <param name="path">Its path.</param>
public sealed class CertificateFolder(string path)
{
    private readonly Lock _lock = new();
    private (DateTime, long, DateTime, long) _stamp;
    private MemberCertificate? _current;

    /// <summary>Its path.</summary>
    public string Path => path;

    /// <summary>The authority's certificate.</summary>
    public string AuthorityFile => System.IO.Path.Combine(path, "authority.pem");

    /// <summary>The authority's private key.</summary>
    public string KeyFile => System.IO.Path.Combine(path, "authority.key");

    /// <summary>A member's certificate and private key.</summary>
    public string MemberFile => System.IO.Path.Combine(path, "member.pem");

    private string CreateCommand => $"granary-silo certificates create {ClusterChoice.CertificatesOption} {ShellWord.Of(path)}";

    private string RenewCommand => $"granary-silo certificates renew {ClusterChoice.CertificatesOption} {ShellWord.Of(path)}";

    /// <summary>Whether there is a member's certificate.</summary>
    public bool HasMember => File.Exists(MemberFile);

    /// <summary>The member's certificate as it is now: read again when the file has changed.</summary>
    /// <exception cref="ClusterFaultException">There is none, or it cannot be used; the message says what to do.</exception>
    public MemberCertificate Current()
    {
        lock (_lock)
        {
            var stamp = Stamp();
            if (_current is null || stamp != _stamp)
            {
                (_current, _stamp) = (Read(), stamp);
            }

            return _current;
        }
    }

    /// <summary>The certificate, once it is certain that it can be used.</summary>
    /// <exception cref="ClusterFaultException">There is none, or it cannot be used; the message says what to do.</exception>
    public MemberCertificate Require()
    {
        var current = Current();
        return current.FindFault() is { } fault
            ? throw new ClusterFaultException($"{MemberFile} cannot be used: {fault}. Make a new one where the authority's key is, with: {RenewCommand}")
            : current;
    }

    /// <summary>Makes an authority and a member's certificate.</summary>
    /// <param name="names">The member's names and addresses.</param>
    /// <param name="now">The moment from which both are valid.</param>
    /// <exception cref="ClusterFaultException">There are certificates already, or the folder cannot be written.</exception>
    public void Create(IReadOnlyList<string> names, DateTimeOffset now) => Write(() =>
    {
        if (Array.Find([AuthorityFile, KeyFile, MemberFile], File.Exists) is { } taken)
        {
            throw new ClusterFaultException(
                $"found {taken}: a new authority would shut out everybody who has a certificate of this one. Renew with: {RenewCommand}; "
                + "or remove the folder first, and give all machines the new files");
        }

        var authority = CertificateAuthority.Create(now);
        DurableDirectory.Create(path);
        WriteText(KeyFile, authority.Certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        WriteText(AuthorityFile, authority.Certificate.ExportCertificatePem());
        WriteMember(authority.Issue(names, now));
    });

    /// <summary>Makes a new member's certificate, of the same authority, in the place of the one that is there.</summary>
    /// <param name="names">The member's names and addresses; null for those of the one that is there.</param>
    /// <param name="now">The moment from which it is valid.</param>
    /// <exception cref="ClusterFaultException">The authority or its key is missing, or the folder cannot be written.</exception>
    public void Renew(IReadOnlyList<string>? names, DateTimeOffset now) => Write(() =>
    {
        var authority = ReadAuthority();
        WriteMember(authority.Issue(names ?? NamesNow(), now));
    });

    /// <summary>Gives a member's certificate the place of the one that is there.</summary>
    internal void WriteMember(X509Certificate2 certificate) => WriteText(
        MemberFile, certificate.ExportCertificatePem() + "\n" + certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());

    /// <summary>The authority, to make certificates with.</summary>
    /// <exception cref="ClusterFaultException">It is not here.</exception>
    internal CertificateAuthority ReadAuthority() => Parse(KeyFile, () =>
    {
        if (!File.Exists(KeyFile))
        {
            throw new ClusterFaultException(File.Exists(AuthorityFile)
                ? $"found no {KeyFile}, which makes certificates: renew where it is kept, and copy {System.IO.Path.GetFileName(MemberFile)} here"
                : Missing());
        }

        return new CertificateAuthority(X509Certificate2.CreateFromPem(File.ReadAllText(AuthorityFile), File.ReadAllText(KeyFile)));
    });

    private IReadOnlyList<string> NamesNow() => HasMember
        ? Read().Names
        : throw new ClusterFaultException($"found no {MemberFile} to take the names from: say them with --name NAME");

    private (DateTime, long, DateTime, long) Stamp()
    {
        var (member, authority) = (new FileInfo(MemberFile), new FileInfo(AuthorityFile));
        return member.Exists && authority.Exists
            ? (member.LastWriteTimeUtc, member.Length, authority.LastWriteTimeUtc, authority.Length)
            : default;
    }

    private MemberCertificate Read()
    {
        if (!File.Exists(MemberFile) || !File.Exists(AuthorityFile))
        {
            throw new ClusterFaultException(Missing());
        }

        var authorities = new X509Certificate2Collection();
        Parse(AuthorityFile, () =>
        {
            authorities.ImportFromPemFile(AuthorityFile);
            return authorities.Count > 0 ? authorities : throw new CryptographicException("it holds no certificate");
        });
        return Parse(MemberFile, () =>
        {
            var pem = File.ReadAllText(MemberFile);
            return new MemberCertificate(Usable(X509Certificate2.CreateFromPem(pem, pem)), authorities);
        });
    }

    // Windows takes no private key for TLS that is only in memory.
    private static X509Certificate2 Usable(X509Certificate2 certificate) => OperatingSystem.IsWindows()
        ? X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), password: null)
        : certificate;

    private string Missing() =>
        $"found no {(File.Exists(AuthorityFile) ? MemberFile : AuthorityFile)}: make a cluster's certificates with: {CreateCommand}; "
        + "or copy authority.pem and member.pem from where they were made";

    private T Parse<T>(string file, Func<T> parse)
    {
        try
        {
            return parse();
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            throw new ClusterFaultException($"{file} cannot be read: {e.Message.TrimEnd('.')}. Expected PEM as {CreateCommand} writes it", e);
        }
    }

    private static void Write(Action write)
    {
        try
        {
            write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ClusterFaultException($"the certificates cannot be written: {e.Message}", e);
        }
    }

    private static void WriteText(string file, string text) =>
        DurableFile.Replace(file, handle => RandomAccess.Write(handle, Encoding.ASCII.GetBytes(text + "\n"), 0));
}
