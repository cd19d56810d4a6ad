using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Granary.Clustering.Certificates;
using Granary.Clustering.Doors;
using Granary.Clustering.Transport.Tests.Connections;
using Microsoft.AspNetCore.Connections;
using Orleans.Networking.Shared;

namespace Granary.Clustering.Transport.Tests.Doors;

public sealed class DoorTests : IDisposable
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly TestDoors _ours = new();
    private readonly TestDoors _theirs = new();

    public void Dispose()
    {
        _ours.Dispose();
        _theirs.Dispose();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Pass_SameCluster_BytesGoThroughBothWays(bool tls)
    {
        await using var pair = await OpenAsync(tls ? _ours.Tls : _ours.Secret, tls ? _ours.Tls : _ours.Secret);
        var bytes = Bytes.Random(3_000_000);

        await pair.Server.Transport.Output.WriteAsync(bytes[..1000]);
        var answer = await pair.Client.Transport.Input.ReadAtLeastAsync(1000);
        Assert.Equal(bytes[..1000], answer.Buffer.FirstSpan[..1000]);
        var reading = Bytes.ReadToEnd(pair.Server.Transport.Input);
        await pair.Client.Transport.Output.WriteAsync(bytes);
        await pair.Client.DisposeAsync();

        Assert.Equal(bytes, await reading);
    }

    [Fact]
    public async Task Tls_AnotherAuthority_IsRefusedByBothEnds()
    {
        // Who connects looks first.
        Assert.Contains("it is of another authority, expected this cluster's", await RefusalAsync(_theirs.Tls, _ours.Tls));

        // One who trusts both is still refused by the one who does not.
        File.AppendAllText(_theirs.Certificates.AuthorityFile, await File.ReadAllTextAsync(_ours.Certificates.AuthorityFile));
        var log = new ListLog();
        Assert.Contains("does not accept the certificate in", await RefusalAsync(_theirs.Tls, _ours.Tls, log));
        await Eventually.Becomes(() => log.Lines.Count, "a line about it", n => n == 1);
        Assert.Contains("its certificate is refused: it is of another authority, expected this cluster's", log.Lines[0]);
    }

    [Fact]
    public async Task Tls_OneWhoseCertificateExpired_SaysSoItself()
    {
        _ours.Issue(until: -Day / 2);

        var refusal = await RefusalAsync(_ours.Tls, _ours.Tls);

        Assert.Contains($"{_ours.Certificates.MemberFile} cannot be used: it expired on", refusal);
        Assert.Contains("granary-silo certificates renew --certificates", refusal);
    }

    [Theory]
    [InlineData(-2.0, -1.0, "it expired on")]
    [InlineData(1.0, 2.0, "it is valid only from")]
    public async Task Tls_PeerShowsACertificateOfAnotherTime_IsRefused(double fromDays, double untilDays, string expected)
    {
        using var shown = _ours.Certificates.ReadAuthority().Issue(
            ["localhost"], DateTimeOffset.UtcNow.AddDays(fromDays), DateTimeOffset.UtcNow.AddDays(untilDays));

        Assert.Contains("its certificate is refused: " + expected, await LineAboutAsync(_ours.Tls, shown));
    }

    [Fact]
    public async Task Tls_PeerShowsNoCertificate_IsRefused() => Assert.Contains(
        "its certificate is refused: it has none, expected one of this cluster's authority", await LineAboutAsync(_ours.Tls, shown: null));

    [Fact]
    public async Task Tls_CertificateOnlyForServers_IsNoneToConnectWith()
    {
        using var authority = _ours.Certificates.ReadAuthority().Certificate;
        using var key = System.Security.Cryptography.ECDsa.Create();
        var request = new CertificateRequest("CN=server", key, System.Security.Cryptography.HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([Purposes.Server], false));
        using var issued = request.Create(authority, DateTimeOffset.UtcNow - Day / 2, DateTimeOffset.UtcNow + Day, [1, 2, 3]);
        using var shown = issued.CopyWithPrivateKey(key);

        Assert.Contains("its certificate is refused: it is not made for both ends", await LineAboutAsync(_ours.Tls, shown));
    }

    [Fact]
    public async Task Tls_CertificateEnds_TheConnectionDoes()
    {
        _ours.Issue(until: TimeSpan.FromSeconds(3));
        await using var pair = await OpenAsync(_ours.Tls, _ours.Tls);
        Assert.False(pair.Client.ConnectionClosed.IsCancellationRequested);

        await Eventually.Becomes(() => pair.Client.ConnectionClosed.IsCancellationRequested, "its end", closed => closed);
        await Eventually.Becomes(() => pair.Server.ConnectionClosed.IsCancellationRequested, "its end", closed => closed);
    }

    [Fact]
    public async Task Tls_PeerDoesNotRead_EndsAfterFlushTime()
    {
        await using var pair = await OpenAsync(_ours.Tls, _ours.Tls);

        var flushing = pair.Client.Transport.Output.WriteAsync(Bytes.Random(64_000_000)).AsTask();
        await pair.Client.DisposeAsync().AsTask().WaitAsync(Eventually.Deadline);

        Assert.True((await flushing).IsCompleted);
    }

    [Fact]
    public async Task Tls_Renewed_TheNextConnectionShowsItAndTheOldOneStays()
    {
        await using var listener = await ConnectionPair.Listen(ConnectionPair.Services(false, _ours.Tls));
        var before = await SerialAsync(listener);
        await using var pair = await OpenAsync(_ours.Tls, _ours.Tls);

        _ours.Certificates.Renew(null, DateTimeOffset.UtcNow);

        Assert.NotEqual(before, await SerialAsync(listener));
        await pair.Client.Transport.Output.WriteAsync(Bytes.Random(10));
        Assert.Equal(10, (await pair.Server.Transport.Input.ReadAtLeastAsync(10)).Buffer.Length);
    }

    [Fact]
    public async Task Tls_NoCertificates_SaysWhatMakesThem()
    {
        using var empty = new TemporaryFolder();
        var doors = TestDoors.Everywhere(new TlsDoor(new CertificateFolder(empty.Path)));

        Assert.Contains($"granary-silo certificates create --certificates {empty.Path}", await RefusalAsync(doors, _ours.Tls));
    }

    [Fact]
    public async Task Secret_AnotherOne_IsRefused() =>
        Assert.Contains("does not know the secret in", await RefusalAsync(_theirs.Secret, _ours.Secret));

    [Fact]
    public async Task Secret_WhatASiloSaysPassedOnToAnother_IsRefused()
    {
        // A stranger took the port of a silo that is gone, and passes everything on to one that is there.
        var log = new ListLog();
        await using var listener = await ConnectionPair.Listen(ConnectionPair.Services(false, _ours.Secret, log));
        using var stranger = new TcpListener(IPAddress.Loopback, 0);
        stranger.Start();
        var passing = PassOnAsync(stranger, (IPEndPoint)listener.EndPoint);

        var e = await Assert.ThrowsAsync<SocketConnectionException>(async () => await new TransportConnectionFactory(
            ConnectionPair.Services(false, _ours.Secret)).ConnectAsync(stranger.LocalEndpoint));

        Assert.Contains("does not know the secret in", e.Message);
        await passing;
    }

    [Theory]
    [InlineData("tls", "secret")]
    [InlineData("secret", "tls")]
    public async Task Doors_OfDifferentKinds_RefuseEachOther(string client, string server) =>
        Assert.NotEmpty(await RefusalAsync(client == "tls" ? _ours.Tls : _ours.Secret, server == "tls" ? _ours.Tls : _ours.Secret));

    private static Task<ConnectionPair> OpenAsync(ClusterDoors client, ClusterDoors server) =>
        ConnectionPair.Open(ConnectionPair.Services(false, client), ConnectionPair.Services(false, server));

    // Why one end was not let in, as it is told; and nobody reaches Orleans.
    private static async Task<string> RefusalAsync(ClusterDoors client, ClusterDoors server, ListLog? log = null)
    {
        await using var listener = await ConnectionPair.Listen(ConnectionPair.Services(false, server, log));
        var accepting = listener.AcceptAsync().AsTask();
        var services = ConnectionPair.Services(false, client);

        var e = await Assert.ThrowsAsync<SocketConnectionException>(
            async () => await new TransportConnectionFactory(services).ConnectAsync(listener.EndPoint));

        Assert.False(accepting.IsCompleted);
        Assert.Equal(e.Message, services.Faults.Last?.Message);
        return e.Message;
    }

    // What a listener tells of somebody who trusts everybody.
    private static async Task<string> LineAboutAsync(ClusterDoors server, X509Certificate2? shown)
    {
        var log = new ListLog();
        await using var listener = await ConnectionPair.Listen(ConnectionPair.Services(false, server, log));
        await Assert.ThrowsAnyAsync<Exception>(() => SerialAsync(listener, shown));
        await Eventually.Becomes(() => log.Lines.Count, "a line about it", n => n == 1);
        return log.Lines[0];
    }

    private Task<string> SerialAsync(IConnectionListener listener) => SerialAsync(listener, _ours.Certificates.Current().Certificate);

    // The serial number of what the listener shows, once it has said welcome.
    private static async Task<string> SerialAsync(IConnectionListener listener, X509Certificate2? shown)
    {
        using var client = new TcpClient();
        await client.ConnectAsync((IPEndPoint)listener.EndPoint);
        await using var tls = new SslStream(client.GetStream());
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "localhost",
            ClientCertificateContext = shown is null ? null : SslStreamCertificateContext.Create(shown, null, offline: true),
            RemoteCertificateValidationCallback = (_, _, _, _) => true,
            EnabledSslProtocols = SslProtocols.Tls13,
        });
        await tls.ReadExactlyAsync(new byte[1]);
        return tls.RemoteCertificate!.GetSerialNumberString();
    }

    private static async Task PassOnAsync(TcpListener stranger, IPEndPoint silo)
    {
        using var caught = await stranger.AcceptTcpClientAsync();
        using var other = new TcpClient();
        await other.ConnectAsync(silo);
        var directions = new[] { caught.GetStream().CopyToAsync(other.GetStream()), other.GetStream().CopyToAsync(caught.GetStream()) };
        await Task.WhenAny(directions).WaitAsync(Eventually.Deadline);
    }
}
