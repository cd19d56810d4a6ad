using System.Buffers;

namespace Granary.Data.Csv.Blocks;

/// <summary>A part of a CSV file's content that ends where a record ends.</summary>
/// <param name="bytes">Holds the content, and is given back to the pool.</param>
/// <param name="length">How many bytes of it there are.</param>
/// <param name="firstLine">The line that it starts on, from 1.</param>
internal sealed class CsvBlock(byte[] bytes, int length, int firstLine) : IDisposable
{
    /// <summary>The content.</summary>
    public ReadOnlySpan<byte> Content => bytes.AsSpan(0, length);

    /// <summary>The line that it starts on, from 1.</summary>
    public int FirstLine => firstLine;

    /// <summary>Whether there are fields in quotes.</summary>
    public bool HasQuotes { get; } = bytes.AsSpan(0, length).Contains((byte)'"');

    /// <summary>The content, to be read once.</summary>
    public Stream Open() => new MemoryStream(bytes, 0, length, writable: false);

    /// <inheritdoc/>
    public void Dispose() => ArrayPool<byte>.Shared.Return(bytes);
}
