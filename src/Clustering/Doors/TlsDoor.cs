using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Granary.Clustering.Certificates;

namespace Granary.Clustering.Doors;

/// <summary>
/// The door between machines: TLS 1.2 or 1.3, and both ends show a certificate of the cluster's authority, the only one that is trusted.
/// </summary>
/// <remarks>
/// Whoever has a certificate of the authority is a member, and members may do everything; so which name a certificate is for does not
/// matter here, only for HTTP. The folder's certificate is looked at for each connection: a renewed one is used from the next on. A connection
/// ends with the certificate, its own or the other end's, that ends first. No session is resumed: each connection is checked anew.
/// </remarks>
/// <param name="certificates">The folder of this end's certificate.</param>
internal sealed class TlsDoor(CertificateFolder certificates) : IDoor
{
    private const SslProtocols Protocols = SslProtocols.Tls12 | SslProtocols.Tls13;

    /// <inheritdoc/>
    public async Task<Passage> EnterAsync(Stream stream, IPEndPoint endpoint, CancellationToken cancellationToken)
    {
        var own = certificates.Require();
        string? fault = null;
        var tls = new SslStream(stream);
        try
        {
            await tls.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = $"{endpoint.Address}",
                    ClientCertificateContext = own.Context,
                    CertificateChainPolicy = own.Policy(Purposes.Server),
                    RemoteCertificateValidationCallback = (_, peer, chain, _) => (fault = FindFault(peer, chain)) is null,
                    EnabledSslProtocols = Protocols,
                    AllowRenegotiation = false,
                    AllowTlsResume = false,
                },
                cancellationToken);
            await Welcome.HearAsync(tls, cancellationToken);
            return new Passage(tls, Until(own, tls));
        }
        catch (AuthenticationException e)
        {
            throw new DoorException(
                fault is not null ? $"the certificate of {endpoint} is refused: {fault}"
                : $"{endpoint} and this process cannot agree on TLS ({Cause(e)}): was it started with --insecure?", e);
        }
        catch (IOException e)
        {
            throw new DoorException(
                $"{endpoint} does not accept the certificate in {certificates.MemberFile}, or is no silo ({Cause(e)})", e);
        }
    }

    /// <inheritdoc/>
    public async Task<Passage> AdmitAsync(Stream stream, IPEndPoint endpoint, CancellationToken cancellationToken)
    {
        var own = certificates.Require();
        string? fault = null;
        var tls = new SslStream(stream);
        try
        {
            await tls.AuthenticateAsServerAsync(
                new SslServerAuthenticationOptions
                {
                    ServerCertificateContext = own.Context,
                    ClientCertificateRequired = true,
                    CertificateChainPolicy = own.Policy(Purposes.Client),
                    RemoteCertificateValidationCallback = (_, peer, chain, _) => (fault = FindFault(peer, chain)) is null,
                    EnabledSslProtocols = Protocols,
                    AllowRenegotiation = false,
                    AllowTlsResume = false,
                },
                cancellationToken);
            await Welcome.SayAsync(tls, cancellationToken);
            return new Passage(tls, Until(own, tls));
        }
        catch (AuthenticationException e)
        {
            throw new DoorException(fault is not null ? $"its certificate is refused: {fault}" : $"its TLS failed ({Cause(e)})", e);
        }
    }

    private static string? FindFault(X509Certificate? peer, X509Chain? chain) =>
        peer is X509Certificate2 certificate && chain is not null
            ? CertificateFault.Of(certificate, chain.ChainStatus)
            : "it has none, expected one of this cluster's authority";

    private static DateTimeOffset Until(MemberCertificate own, SslStream tls)
    {
        var peer = new DateTimeOffset(((X509Certificate2)tls.RemoteCertificate!).NotAfter);
        return peer < own.Until ? peer : own.Until;
    }

    // The system's own words are in the innermost exception.
    private static string Cause(Exception e) => e.GetBaseException().Message.TrimEnd('.');
}
