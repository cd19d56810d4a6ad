using System.Net;
using System.Net.Sockets;
using Granary.Client.Connections;

namespace Granary.Client.Tests.Connections;

public sealed class OrleansConnectorTests
{
    private readonly OrleansConnector _connector = new(TimeSpan.FromMilliseconds(300));

    [Fact]
    public async Task ConnectAsync_ClosedPort_NamesTheAddressAndWhatToStart()
    {
        // Bound but not listening: nobody else can open it meanwhile.
        using var closed = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        closed.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)closed.LocalEndPoint!).Port;

        var e = await Assert.ThrowsAsync<NoClusterException>(
            () => _connector.ConnectAsync(new ClusterAddress("127.0.0.1", port), CancellationToken.None));

        Assert.Equal(
            $"no cluster answered at 127.0.0.1:{port} within 0.3 s; start one with: granary-silo --gateway-port {port}", e.Message);
    }

    [Fact]
    public async Task ConnectAsync_SomethingElseListens_EndsInTime()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();

        await Assert.ThrowsAsync<NoClusterException>(() => _connector.ConnectAsync(
            new ClusterAddress("127.0.0.1", ((IPEndPoint)other.LocalEndpoint).Port), CancellationToken.None));
    }

    [Fact]
    public async Task ConnectAsync_Interrupted_EndsAtOnce()
    {
        using var interrupted = new CancellationTokenSource();
        var connecting = new OrleansConnector(TimeSpan.FromHours(1)).ConnectAsync(new ClusterAddress("127.0.0.1", 1), interrupted.Token);

        await interrupted.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting);
    }
}
