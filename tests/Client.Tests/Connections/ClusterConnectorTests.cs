using System.Net;
using System.Net.Sockets;
using Granary.Client.Connections;
using Granary.Clustering.Addresses;
using Granary.Grains.Interfaces;
using Granary.Silo.Hosting;
using Microsoft.Extensions.Hosting;

namespace Granary.Client.Tests.Connections;

public sealed class ClusterConnectorTests : IDisposable
{
    // Generous: only a failing test ever waits that long.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _data = new();
    private readonly ClusterPlace _place;

    public ClusterConnectorTests() => _place = new ClusterPlace(new ClusterAddress.Local(), new DataDirectory(_data.Path));

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task ConnectAsync_NoSilo_NamesTheClusterAndWhatToStart()
    {
        var connector = new ClusterConnector(TimeSpan.FromMilliseconds(300));

        var e = await Assert.ThrowsAsync<NoClusterException>(() => connector.ConnectAsync(_place, CancellationToken.None));

        Assert.Equal(
            $"no cluster answered at local ({_data.Path}) within 0.3 s; start one with: granary-silo --data-dir {_data.Path}", e.Message);
    }

    [Fact]
    public async Task ConnectAsync_Interrupted_EndsAtOnce()
    {
        using var interrupted = new CancellationTokenSource();
        var connecting = new ClusterConnector(TimeSpan.FromHours(1)).ConnectAsync(_place, interrupted.Token);

        await interrupted.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting);
    }

    [Fact]
    public async Task ConnectAsync_TableThatIsNone_SaysSoAtOnce()
    {
        Directory.CreateDirectory(Path.Combine(_data.Path, "cluster"));
        var table = _data.Write("cluster/members.json", "{");

        var e = await Assert.ThrowsAsync<NoClusterException>(
            () => new ClusterConnector(Patience).ConnectAsync(_place, CancellationToken.None));

        Assert.StartsWith($"found no membership table in {table}", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConnectAsync_SiloStartedMeanwhile_Connects()
    {
        var connecting = new ClusterConnector(Patience).ConnectAsync(_place, CancellationToken.None);
        using var silo = await StartSiloAsync();

        await using (var cluster = await connecting)
        {
            Assert.Single(await cluster.GetSilosAsync());
        }

        await silo.StopAsync();
    }

    [Fact]
    public async Task ConnectAsync_SiloOfAnotherProtocol_IsRefusedWithBothVersions()
    {
        using var silo = await StartSiloAsync();

        var e = await Assert.ThrowsAsync<NoClusterException>(
            () => new ClusterConnector(Patience, protocol: ClusterDefaults.ProtocolVersion + 1).ConnectAsync(_place, CancellationToken.None));

        Assert.StartsWith(
            $"the cluster at local ({_data.Path}) speaks Granary protocol {ClusterDefaults.ProtocolVersion}, this program speaks protocol {ClusterDefaults.ProtocolVersion + 1}", e.Message, StringComparison.Ordinal);
        await silo.StopAsync();
    }

    private async Task<IHost> StartSiloAsync()
    {
        using var port = new TcpListener(IPAddress.Loopback, 0);
        using var gateway = new TcpListener(IPAddress.Loopback, 0);
        port.Start();
        gateway.Start();
        var settings = new SiloSettings
        {
            Cluster = _place,
            Port = ((IPEndPoint)port.LocalEndpoint).Port,
            GatewayPort = ((IPEndPoint)gateway.LocalEndpoint).Port,
            Cores = 1,
        };
        port.Stop();
        gateway.Stop();
        var silo = SiloHost.Build(settings);
        await silo.StartAsync();
        return silo;
    }
}
