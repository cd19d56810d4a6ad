namespace Granary.Data.Sources;

/// <summary>The content of a compressed file, to be read once from start to end, where it is made sure that it is whole.</summary>
/// <param name="compressed">Length of the compressed data in bytes.</param>
internal abstract class DecompressedStream(long compressed) : Stream
{
    /// <inheritdoc/>
    public sealed override bool CanRead => true;

    /// <inheritdoc/>
    public sealed override bool CanSeek => false;

    /// <inheritdoc/>
    public sealed override bool CanWrite => false;

    /// <inheritdoc/>
    public sealed override long Position
    {
        get => BytesRead;
        set => throw new NotSupportedException();
    }

    /// <summary>Bytes of content that were read so far.</summary>
    protected long BytesRead { get; private set; }

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The compressed data are damaged, end too early, or hold more than data do.</exception>
    public sealed override int Read(Span<byte> buffer)
    {
        var read = Decompress(buffer);
        BytesRead += read;
        Bombs.Check(compressed, BytesRead);
        if (read == 0 && buffer.Length > 0)
        {
            CheckEnd();
        }

        return read;
    }

    /// <inheritdoc/>
    public sealed override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public sealed override void Flush()
    {
    }

    /// <inheritdoc/>
    public sealed override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public sealed override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public sealed override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>The next bytes of content; 0 at its end.</summary>
    /// <exception cref="InvalidDataException">The compressed data are damaged.</exception>
    protected abstract int Decompress(Span<byte> buffer);

    /// <summary>Compares what was read with what the file states.</summary>
    /// <exception cref="InvalidDataException">They differ.</exception>
    protected abstract void CheckEnd();
}
