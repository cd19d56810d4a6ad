using System.IO.Pipelines;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Granary.Clustering.Doors;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;

namespace Granary.Clustering.Transport;

/// <summary>
/// One socket under Orleans: a pipe that a loop fills from the socket and Orleans reads, and a pipe that Orleans writes and a
/// loop empties into the socket.
/// </summary>
/// <remarks>
/// <para>
/// <b>Speed.</b> The socket receives straight into the pipe's blocks and sends straight out of them, a block a system call; with TLS,
/// records of 16 KB are decrypted into the blocks and encrypted out of them. Whoever completes a wait goes on itself: Orleans decodes a message on
/// the thread that received it, and sends a small message on the thread that encoded it.
/// </para>
/// <para>
/// <b>Back-pressure.</b> A pipe holds at most <see cref="PauseBytes"/> that its reader has not looked at. Orleans looks at all there is
/// of an unfinished message, so a message may be larger; Orleans' own limit bounds it.
/// </para>
/// <para>
/// <b>The end.</b> When the peer closes or dies, the receive loop ends at once, completes its pipe and fires
/// <see cref="ConnectionClosed"/>; a message cut short is never delivered. <see cref="Abort"/> and <see cref="DisposeAsync"/> end receiving at once
/// too, but what Orleans has already written is still sent, for <see cref="FlushTime"/> at most: Orleans calls them in every
/// orderly stop, and the last answers of a silo would be lost otherwise. The socket is closed when both loops have ended. A connection whose
/// certificate ends is aborted, and Orleans makes a new one.
/// </para>
/// </remarks>
internal sealed class TransportConnection : ConnectionContext
{
    /// <summary>The bytes that a pipe's writer may be ahead of its reader.</summary>
    public const int PauseBytes = 4 * 1024 * 1024;

    // Below this a block's rest is not worth a system call.
    private const int MinReceiveBytes = 16 * 1024;

    // A delay of more than 49 days is refused.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private readonly Socket _socket;
    private readonly Stream _stream;
    private readonly Action? _unanswered;
    private readonly TransportCounters _counters;
    private readonly Pipe _received;
    private readonly Pipe _toSend;
    private readonly CancellationTokenSource _receiving = new();
    private readonly CancellationTokenSource _sending = new();
    private readonly CancellationTokenSource _closed = new();
    private readonly Task _running;
    private bool _isAnswered;

    /// <summary>Takes over a connected socket and starts its loops.</summary>
    /// <param name="socket">The socket.</param>
    /// <param name="passage">Its stream behind the door; it is closed with the connection, and closes the socket.</param>
    /// <param name="remote">Whom it is connected with.</param>
    /// <param name="local">Where it is connected from.</param>
    /// <param name="services">What the silo's connections share.</param>
    /// <param name="counters">Where it counts.</param>
    /// <param name="unanswered">Called when the other end closes the connection before it has sent anything.</param>
    public TransportConnection(
        Socket socket, Passage passage, EndPoint? remote, EndPoint? local, TransportServices services, TransportCounters counters,
        Action? unanswered = null)
    {
        _socket = socket;
        _stream = passage.Stream;
        _unanswered = unanswered;
        _counters = counters;
        _received = new Pipe(Options(services.Pool));
        _toSend = new Pipe(Options(services.Pool));
        Transport = new Duplex(_received.Reader, new MessageWriter(_toSend.Writer));
        RemoteEndPoint = remote;
        LocalEndPoint = local;
        ConnectionClosed = _closed.Token;
        _counters.CountConnection(socket.AddressFamily == AddressFamily.Unix);
        _running = Run();
        if (passage.Until is { } until)
        {
            _ = EndAt(until);
        }
    }

    /// <summary>How long an ending connection goes on sending what was written before its end.</summary>
    public static TimeSpan FlushTime => TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public override string ConnectionId { get; set; } = Guid.NewGuid().ToString("N")[..12];

    /// <inheritdoc/>
    public override IFeatureCollection Features { get; } = new FeatureCollection();

    /// <inheritdoc/>
    public override IDictionary<object, object?> Items { get; set; } = new ConnectionItems();

    /// <inheritdoc/>
    public override IDuplexPipe Transport { get; set; }

    /// <inheritdoc/>
    public override EndPoint? RemoteEndPoint { get; set; }

    /// <inheritdoc/>
    public override EndPoint? LocalEndPoint { get; set; }

    /// <inheritdoc/>
    public override CancellationToken ConnectionClosed { get; set; }

    /// <inheritdoc/>
    public override void Abort(ConnectionAbortedException abortReason)
    {
        _receiving.Cancel();
        _sending.CancelAfter(FlushTime);
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        // Not through Transport, which middleware may have replaced.
        await _received.Reader.CompleteAsync();
        await _toSend.Writer.CompleteAsync();
        Abort(new ConnectionAbortedException("The connection was disposed of."));
        await _running;
    }

    private static PipeOptions Options(BlockPool pool) => new(
        pool, PipeScheduler.Inline, PipeScheduler.ThreadPool, PauseBytes, PauseBytes / 2, useSynchronizationContext: false);

    private async Task EndAt(DateTimeOffset until)
    {
        try
        {
            while (until - DateTimeOffset.UtcNow is { Ticks: > 0 } left)
            {
                await Task.Delay(left < LongestWait ? left : LongestWait, ConnectionClosed);
            }

            Abort(new ConnectionAbortedException($"The certificate of the connection with {RemoteEndPoint} has ended."));
        }
        catch (OperationCanceledException)
        {
            // It ended before.
        }
    }

    private async Task Run()
    {
        try
        {
            var sending = Send();
            await Receive();
            await _closed.CancelAsync();
            await sending;
        }
        finally
        {
            await _stream.DisposeAsync();
        }
    }

    private async Task Receive()
    {
        Exception? error = null;
        try
        {
            await ReceiveUntilEnd();
        }
        catch (Exception e)
        {
            // Whatever it is, the pipe's reader gets it.
            error = e switch
            {
                IOException or SocketException => new ConnectionResetException($"The connection with {RemoteEndPoint} broke off: {e.Message}.", e),
                OperationCanceledException => new ConnectionAbortedException($"The connection with {RemoteEndPoint} was closed on this side."),
                _ => e,
            };
        }

        if (!_isAnswered && error is null or ConnectionResetException)
        {
            _unanswered?.Invoke();
        }

        await _received.Writer.CompleteAsync(error);
    }

    private async Task ReceiveUntilEnd()
    {
        var writer = _received.Writer;
        while (true)
        {
            var bytes = await _stream.ReadAsync(writer.GetMemory(MinReceiveBytes), _receiving.Token);
            if (bytes == 0)
            {
                return;
            }

            _isAnswered = true;
            _counters.CountReceive(bytes);
            writer.Advance(bytes);
            var flushed = await writer.FlushAsync(_receiving.Token);
            if (flushed.IsCompleted)
            {
                return;
            }
        }
    }

    private async Task Send()
    {
        Exception? error = null;
        try
        {
            await SendUntilEnd();
            if (_stream is SslStream tls)
            {
                await tls.ShutdownAsync().WaitAsync(_sending.Token);
            }

            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e)
        {
            // Of a broken or closed connection receiving tells.
            error = e is IOException or SocketException or OperationCanceledException ? null : e;
        }

        await _toSend.Reader.CompleteAsync(error);
        await _receiving.CancelAsync();
    }

    private async Task SendUntilEnd()
    {
        var reader = _toSend.Reader;
        while (true)
        {
            var read = await reader.ReadAsync(_sending.Token);
            var buffer = read.Buffer;
            if (buffer.IsEmpty && read.IsCompleted)
            {
                return;
            }

            // Block by block, so that each is free, and warm, as soon as it is sent.
            var block = buffer.First;
            await _stream.WriteAsync(block, _sending.Token);
            _counters.CountSend(block.Length);
            reader.AdvanceTo(buffer.GetPosition(block.Length));
        }
    }

    private sealed class Duplex(PipeReader input, PipeWriter output) : IDuplexPipe
    {
        public PipeReader Input => input;

        public PipeWriter Output => output;
    }
}
