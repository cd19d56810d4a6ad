using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Orleans.Networking.Shared;

namespace Granary.Clustering.Transport.Tests.Connections;

public sealed class UnixSocketTests
{
    [Theory]
    [InlineData(true, true, true)]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    public async Task Connect_BothSidesHaveThem_GoesThroughUnixSocket(bool clientUnix, bool serverUnix, bool isUnix)
    {
        await using var pair = await ConnectionPair.Open(clientUnix, serverUnix);

        foreach (var services in new[] { pair.ClientServices, pair.ServerServices })
        {
            Assert.Equal((isUnix ? 1 : 0, isUnix ? 0 : 1), (services.Counters.UnixConnections, services.Counters.TcpConnections));
        }
    }

    [Fact]
    public async Task Connect_ListenerAtAllAddresses_GoesThroughUnixSocket()
    {
        var services = ConnectionPair.Services(unixSockets: true);
        var port = FreePort();
        await using var listener = new TransportListener(new IPEndPoint(IPAddress.Any, port), [Bound(IPAddress.Any, port)], services);
        var accepting = listener.AcceptAsync();
        await using var client = await new TransportConnectionFactory(services).ConnectAsync(new IPEndPoint(IPAddress.Loopback, port));
        await using var server = await accepting;

        Assert.Equal(2, services.Counters.UnixConnections);
    }

    [Fact]
    public void Candidates_EndpointOfAnotherMachine_AreNone() =>
        Assert.Empty(UnixSockets.Candidates(new IPEndPoint(IPAddress.Parse("192.0.2.1"), 11111)));

    [Fact]
    public async Task PeerUser_OwnProcess_IsOwn()
    {
        var port = FreePort();
        using var listening = Bound(IPAddress.Loopback, port);
        using var socket = UnixSockets.Create();
        await socket.ConnectAsync(UnixSockets.Beside(new IPEndPoint(IPAddress.Loopback, port)));
        using var accepted = await listening.AcceptAsync();

        Assert.True(UnixSockets.IsOwn(socket));
        Assert.True(UnixSockets.IsOwn(accepted));
    }

    [Fact]
    public async Task Connect_NobodyListens_SaysWhere()
    {
        var services = ConnectionPair.Services(unixSockets: true);
        var listener = await ConnectionPair.Listen(services);
        await listener.DisposeAsync();

        var e = await Assert.ThrowsAsync<SocketConnectionException>(
            async () => await new TransportConnectionFactory(services).ConnectAsync(listener.EndPoint));

        Assert.Contains(listener.EndPoint.ToString()!, e.Message);
    }

    [Fact]
    public async Task Bind_PortIsTaken_SaysSo()
    {
        var services = ConnectionPair.Services(unixSockets: true);
        await using var first = await ConnectionPair.Listen(services);

        await Assert.ThrowsAsync<AddressInUseException>(
            async () => await new TransportListenerFactory(services).BindAsync(first.EndPoint));
    }

    [Fact]
    public async Task Bind_UnixNameIsTaken_ListensOnTcpAlone()
    {
        var services = ConnectionPair.Services(unixSockets: true);
        var first = await ConnectionPair.Listen(services);
        var endpoint = (IPEndPoint)first.EndPoint;
        await first.DisposeAsync();
        using var squatter = UnixSockets.Create();
        squatter.Bind(UnixSockets.Beside(endpoint));

        await using var listener = await new TransportListenerFactory(services).BindAsync(endpoint);
        var accepting = listener.AcceptAsync();
        await using var client = await new TransportConnectionFactory(services).ConnectAsync(endpoint);
        await using var server = await accepting;

        Assert.Equal((0, 2), (services.Counters.UnixConnections, services.Counters.TcpConnections));
    }

    [Fact]
    public async Task Unbind_AcceptIsWaiting_EndsIt()
    {
        await using var listener = await ConnectionPair.Listen(ConnectionPair.Services(unixSockets: true));
        var accepting = listener.AcceptAsync().AsTask();

        await listener.UnbindAsync();

        Assert.Null(await accepting.WaitAsync(Eventually.Deadline));
    }

    // No TCP socket is opened at all addresses for a test: only the Unix socket that would be beside it.
    private static Socket Bound(IPAddress address, int port)
    {
        var socket = UnixSockets.Create();
        socket.Bind(UnixSockets.Beside(new IPEndPoint(address, port)));
        socket.Listen();
        return socket;
    }

    private static int FreePort() => Ports.Free(1)[0];
}
