using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace Granary.Grains.Checkpoints;

/// <summary>Writes or reads a file from its start to its end and hashes what passes, piece by piece while it is in the cache.</summary>
/// <param name="file">The file.</param>
internal sealed class HashingFile(SafeFileHandle file) : IDisposable
{
    private const int Piece = 256 * 1024;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Bytes so far.</summary>
    public long Position { get; private set; }

    /// <summary>Appends bytes.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            var piece = bytes[..Math.Min(Piece, bytes.Length)];
            _hash.AppendData(piece);
            RandomAccess.Write(file, piece, Position);
            Position += piece.Length;
            bytes = bytes[piece.Length..];
        }
    }

    /// <summary>Fills a span with the next bytes.</summary>
    /// <exception cref="EndOfStreamException">There are fewer.</exception>
    public void Read(Span<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            var count = RandomAccess.Read(file, bytes[..Math.Min(Piece, bytes.Length)], Position);
            if (count == 0)
            {
                throw new EndOfStreamException($"It ends after {Position} bytes.");
            }

            _hash.AppendData(bytes[..count]);
            Position += count;
            bytes = bytes[count..];
        }
    }

    /// <summary>The SHA-256 of all bytes, in lower-case hexadecimal digits.</summary>
    public string Hash() => Convert.ToHexStringLower(_hash.GetCurrentHash());

    /// <inheritdoc/>
    public void Dispose() => _hash.Dispose();
}
