using System.Buffers.Binary;
using System.IO.Compression;

namespace Granary.Data.Sources;

/// <summary>
/// Decompresses a gzip file of one member and makes sure that it is whole: <see cref="GZipStream"/> alone takes a file that
/// was cut off for one that ends there.
/// </summary>
/// <remarks>
/// A member ends with the length of its content modulo 2^32 (RFC 1952), which is compared with what was decompressed. The
/// checksum before it is the matter of <see cref="GZipStream"/>.
/// </remarks>
internal sealed class GzipReader : DecompressedStream
{
    private const int SmallestMember = 18;

    // Deflate codes at most 258 bytes in 2 bits.
    private const long LargestRatio = 1032;

    private readonly GZipStream _content;
    private readonly uint _expected;

    /// <summary>Starts at the beginning of a file.</summary>
    /// <param name="file">The file; the reader owns it from here on.</param>
    /// <exception cref="InvalidDataException">The file cannot be whole.</exception>
    public GzipReader(FileStream file)
        : base(file.Length)
    {
        _expected = LengthAtEnd(file);
        if (_expected > file.Length * LargestRatio)
        {
            throw new InvalidDataException($"The gzip file ends too early or is damaged: its {file.Length} bytes cannot hold "
                + $"{_expected} bytes of content, as its last bytes say. Get the file again.");
        }

        _content = new GZipStream(file, CompressionMode.Decompress);
    }

    /// <summary>The length of the content, modulo 2^32, as the file states it.</summary>
    public override long Length => _expected;

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _content.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <inheritdoc/>
    protected override int Decompress(Span<byte> buffer)
    {
        try
        {
            return _content.Read(buffer);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException(
                $"The gzip data are damaged after {BytesRead} bytes of content ({e.Message.TrimEnd('.')}). Get the file again.", e);
        }
    }

    /// <inheritdoc/>
    protected override void CheckEnd()
    {
        if ((uint)BytesRead != _expected)
        {
            throw new InvalidDataException($"The gzip file ends too early or is damaged: found {BytesRead} bytes of content, "
                + $"expected {_expected}, as its last bytes say. Get the file again; if it was put together from several gzip "
                + "files, compress it in one piece.");
        }
    }

    private static uint LengthAtEnd(FileStream file)
    {
        if (file.Length < SmallestMember)
        {
            throw new InvalidDataException(
                $"The gzip file ends too early: found {file.Length} bytes, at least {SmallestMember} expected. Get the file again.");
        }

        Span<byte> length = stackalloc byte[4];
        file.Position = file.Length - length.Length;
        file.ReadExactly(length);
        file.Position = 0;
        return BinaryPrimitives.ReadUInt32LittleEndian(length);
    }
}
