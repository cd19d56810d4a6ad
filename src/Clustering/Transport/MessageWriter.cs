using System.IO.Pipelines;

namespace Granary.Clustering.Transport;

/// <summary>
/// The pipe's end that Orleans writes messages to. After a large message it hands out a whole block, so that the next one of the kind
/// fits in.
/// </summary>
/// <remarks>
/// Orleans asks once for memory when it begins a message, without saying how much the message needs. What does not fit it
/// collects in pieces of 4 KB of its own, asks for a span of that size when the message is complete, and copies. (Should it ask otherwise
/// one day, only speed is lost.) Smaller messages go on sharing a block: each with one of its own would waste more memory than half.
/// </remarks>
/// <param name="writer">The pipe's own end.</param>
internal sealed class MessageWriter(PipeWriter writer) : PipeWriter
{
    private const int LargeBytes = BlockPool.BlockSize / 2;

    private int _messageBytes;

    /// <inheritdoc/>
    public override bool CanGetUnflushedBytes => writer.CanGetUnflushedBytes;

    /// <inheritdoc/>
    public override long UnflushedBytes => writer.UnflushedBytes;

    /// <inheritdoc/>
    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        var lastWasLarge = _messageBytes >= LargeBytes;
        _messageBytes = 0;
        return writer.GetMemory(lastWasLarge ? Math.Max(sizeHint, BlockPool.BlockSize) : sizeHint);
    }

    /// <inheritdoc/>
    public override Span<byte> GetSpan(int sizeHint = 0) => writer.GetSpan(sizeHint);

    /// <inheritdoc/>
    public override void Advance(int bytes)
    {
        _messageBytes += bytes;
        writer.Advance(bytes);
    }

    /// <inheritdoc/>
    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) => writer.FlushAsync(cancellationToken);

    /// <inheritdoc/>
    public override void CancelPendingFlush() => writer.CancelPendingFlush();

    /// <inheritdoc/>
    public override void Complete(Exception? exception = null) => writer.Complete(exception);

    /// <inheritdoc/>
    public override ValueTask CompleteAsync(Exception? exception = null) => writer.CompleteAsync(exception);
}
