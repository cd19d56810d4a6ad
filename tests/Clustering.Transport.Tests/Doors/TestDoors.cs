using Granary.Clustering.Addresses;
using Granary.Clustering.Certificates;
using Granary.Clustering.Doors;

namespace Granary.Clustering.Transport.Tests.Doors;

/// <summary>A cluster's secret and certificates, and doors that ask for one of them at every address.</summary>
internal sealed class TestDoors : IDisposable
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly TemporaryFolder _data = new();

    public TestDoors()
    {
        var data = new DataDirectory(_data.Path);
        var secret = new ClusterSecret(data);
        secret.Ensure();
        Certificates = new CertificateFolder(data.Folder(DataDirectory.Certificates));

        // So long ago that certificates of it may have ended by now.
        Certificates.Create(["localhost"], DateTimeOffset.UtcNow - (10 * Day));
        Secret = Everywhere(new SecretDoor(secret));
        Tls = Everywhere(new TlsDoor(Certificates));
    }

    public CertificateFolder Certificates { get; }

    public ClusterDoors Secret { get; }

    public ClusterDoors Tls { get; }

    public static ClusterDoors Everywhere(IDoor door) => new(loopback: door, beyond: door);

    /// <summary>Gives the member a certificate of this authority that is valid for some time from now, or was.</summary>
    public void Issue(TimeSpan until, TimeSpan from = default)
    {
        var now = DateTimeOffset.UtcNow;
        Certificates.WriteMember(Certificates.ReadAuthority().Issue(["localhost"], now + (from == default ? -Day : from), now + until));
    }

    public void Dispose() => _data.Dispose();
}
