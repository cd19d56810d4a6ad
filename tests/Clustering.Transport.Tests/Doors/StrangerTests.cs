using System.Net;
using System.Net.Sockets;
using System.Text;
using Granary.Clustering.Transport.Tests.Connections;

namespace Granary.Clustering.Transport.Tests.Doors;

/// <summary>Whoever comes to a port and does not belong there.</summary>
public sealed class StrangerTests : IDisposable
{
    private readonly TestDoors _doors = new();

    public void Dispose() => _doors.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Listener_StrangersThatTalkAndThatWait_KeepNobodyOutAndAreToldInALine(bool tls)
    {
        var doors = tls ? _doors.Tls : _doors.Secret;
        var log = new ListLog();
        var services = ConnectionPair.Services(false, doors, log);
        await using var listener = (TransportListener)await ConnectionPair.Listen(services);
        var accepting = listener.AcceptAsync().AsTask();
        var talkers = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => TalkAsync(listener.EndPoint, i)));
        Assert.All(talkers, answer => Assert.InRange(answer, 0, 200));

        var silent = new List<Socket>();
        for (var i = 0; i < Arrivals.Most + 100; i++)
        {
            silent.Add(await ConnectAsync(listener.EndPoint));
        }

        await using (var client = await new TransportConnectionFactory(ConnectionPair.Services(false, doors)).ConnectAsync(listener.EndPoint))
        {
            await using var server = await accepting;
            Assert.NotNull(server);
        }

        // They do not stay for ever, and nobody takes memory for them.
        Assert.InRange(listener.Waiting, 1, Arrivals.Most);
        await Eventually.Becomes(() => listener.Waiting, "nobody who waits", n => n == 0);
        Assert.Equal(0, services.Pool.Rented);
        Assert.Single(log.Lines);
        silent.ForEach(s => s.Dispose());
    }

    [Fact]
    public async Task Arrivals_MoreThanThereIsRoomFor_TheOldestGoes()
    {
        var arrivals = new Arrivals(most: 2);
        Task<int> Wait() => arrivals.WaitAsync(async end => { await Task.Delay(Timeout.Infinite, end); return 0; }, CancellationToken.None);
        Task<int>[] waiting = [Wait(), Wait()];

        Assert.Equal(1, await arrivals.WaitAsync(_ => Task.FromResult(1), CancellationToken.None));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting[0].WaitAsync(TimeSpan.FromSeconds(5)));
        Assert.False(waiting[1].IsCompleted);
        Assert.Equal(1, arrivals.Count);
    }

    [Fact]
    public void RefusalLog_ManyRefusals_AreALineAMinute()
    {
        var (log, time) = (new ListLog(), new ManualTime());
        var refusals = new RefusalLog(log, time);
        var at = new IPEndPoint(IPAddress.Loopback, 1);

        for (var second = 0; second < 180; second++)
        {
            refusals.Refused(at, at, "it is a stranger");
            time.Seconds++;
        }

        Assert.Equal(
            [
                "127.0.0.1:1 was refused at 127.0.0.1:1: it is a stranger",
                "127.0.0.1:1 was refused at 127.0.0.1:1: it is a stranger (59 more since the last such line)",
                "127.0.0.1:1 was refused at 127.0.0.1:1: it is a stranger (59 more since the last such line)",
            ],
            log.Lines);
    }

    // The bytes that come back before the end; a TLS alert, say.
    private static async Task<int> TalkAsync(EndPoint endpoint, int number)
    {
        using var socket = await ConnectAsync(endpoint);
        byte[] said = (number % 4) switch
        {
            0 => Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n" + new string(' ', 40)),
            1 => Bytes.Random(100_000, seed: number),
            2 => [.. "GRANARY1"u8, .. Bytes.Random(10_000, seed: number)],
            _ => [0x16, 0x03, 0x01, 0xFF, 0xFF, .. Bytes.Random(70_000, seed: number)],
        };
        var (heard, buffer) = (0, new byte[1000]);
        using var timeout = new CancellationTokenSource(Eventually.Deadline);
        try
        {
            await socket.SendAsync(said);
            socket.Shutdown(SocketShutdown.Send);
            while (await socket.ReceiveAsync(buffer, timeout.Token) is > 0 and var bytes)
            {
                heard += bytes;
            }
        }
        catch (SocketException)
        {
            // Closed before everything was read: that is a reset.
        }

        return heard;
    }

    private static async Task<Socket> ConnectAsync(EndPoint endpoint)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(endpoint);
        return socket;
    }

    private sealed class ManualTime : TimeProvider
    {
        public long Seconds { get; set; }

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Seconds;
    }
}
