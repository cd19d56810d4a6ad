using System.Diagnostics;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace Granary.Clustering.Transport.Tests.Connections;

public sealed class TransportConnectionTests
{
    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 1)]
    [InlineData(true, 30_000_001)]
    [InlineData(false, 30_000_001)]
    public async Task Dispose_AfterWriting_SendsEverythingFirst(bool unix, int length)
    {
        await using var pair = await ConnectionPair.Open(unix, unix);
        var bytes = Bytes.Random(length);
        var reading = Bytes.ReadToEnd(pair.Server.Transport.Input);

        await pair.Client.Transport.Output.WriteAsync(bytes);
        await pair.Client.DisposeAsync();

        Assert.Equal(bytes, await reading);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Abort_OnOneSide_ClosesBothAtOnce(bool unix)
    {
        await using var pair = await ConnectionPair.Open(unix, unix);
        var start = Stopwatch.GetTimestamp();

        pair.Client.Abort();
        await Closed(pair.Client);
        await pair.Client.DisposeAsync();
        await Closed(pair.Server);

        // Not after the time-out for what is left to send: nothing is left.
        Assert.True(Stopwatch.GetElapsedTime(start) < TransportConnection.FlushTime);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Dispose_PeerDoesNotRead_EndsAfterFlushTime(bool unix)
    {
        await using var pair = await ConnectionPair.Open(unix, unix);

        var flushing = pair.Client.Transport.Output.WriteAsync(Bytes.Random(64_000_000)).AsTask();
        await pair.Client.DisposeAsync().AsTask().WaitAsync(Eventually.Deadline);

        Assert.True((await flushing).IsCompleted);
        Assert.Equal(0, pair.ClientServices.Pool.Rented);
    }

    [Fact]
    public async Task Reset_InTheMiddleOfAMessage_SurfacesAsClosed()
    {
        var services = ConnectionPair.Services(unixSockets: false);
        await using var listener = await ConnectionPair.Listen(services);
        var accepting = listener.AcceptAsync();
        using var peer = new Socket(SocketType.Stream, ProtocolType.Tcp) { LingerState = new LingerOption(true, 0) };
        await peer.ConnectAsync(listener.EndPoint);
        await using var connection = (await accepting)!;

        await peer.SendAsync(Bytes.Random(1000));
        var partial = await connection.Transport.Input.ReadAtLeastAsync(1000);
        connection.Transport.Input.AdvanceTo(partial.Buffer.Start, partial.Buffer.End);
        peer.Close();

        await Closed(connection);
        await Assert.ThrowsAsync<ConnectionResetException>(async () => await connection.Transport.Input.ReadAsync());
        await connection.DisposeAsync();
        Assert.Equal(0, services.Pool.Rented);
    }

    [Fact]
    public async Task UnixPeerDies_InTheMiddleOfAMessage_SurfacesAsClosed()
    {
        var services = ConnectionPair.Services(unixSockets: true);
        await using var listener = await ConnectionPair.Listen(services);
        var accepting = listener.AcceptAsync();
        using var peer = UnixSockets.Create();
        await peer.ConnectAsync(UnixSockets.Beside((IPEndPoint)listener.EndPoint));
        await using var connection = (await accepting)!;

        await peer.SendAsync(Bytes.Random(1000));
        peer.Dispose();

        await Closed(connection);
        var rest = await connection.Transport.Input.ReadAsync();
        Assert.True(rest.IsCompleted);
        Assert.Equal(1000, rest.Buffer.Length);
        await connection.DisposeAsync();
        Assert.Equal(0, services.Pool.Rented);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Write_ReaderIsSlow_HoldsTheWriterBack(bool unix)
    {
        await using var pair = await ConnectionPair.Open(unix, unix);
        const int Chunk = 100_000;
        var written = 0;
        var output = pair.Client.Transport.Output;

        // The sockets' own buffers take some megabytes too.
        ValueTask<FlushResult> flushing;
        do
        {
            flushing = output.WriteAsync(Bytes.Random(Chunk));
            written += Chunk;
        }
        while (flushing.IsCompleted && written < 100_000_000);

        Assert.False(flushing.IsCompleted);
        var most = (TransportConnection.PauseBytes / BlockPool.BlockSize) + 3;
        Assert.InRange(pair.ClientServices.Pool.Rented, 1, most);
        Assert.InRange(pair.ServerServices.Pool.Rented, 1, most);

        var reading = pair.Server.Transport.Input.ReadAtLeastAsync(written);
        await flushing;
        Assert.Equal(written, (await reading).Buffer.Length);
    }

    private static async Task Closed(ConnectionContext connection) =>
        await Eventually.Becomes(() => connection.ConnectionClosed.IsCancellationRequested, "a closed connection", closed => closed);
}
