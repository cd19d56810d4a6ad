using System.Security.Cryptography;

namespace Granary.Files;

/// <summary>Hashes of whole files.</summary>
public static class FileHash
{
    private const int ChunkBytes = 4 << 20;

    /// <summary>
    /// The SHA-256 of the SHA-256 of each 4 MiB of a file, one after the other, in lower-case hexadecimal digits: as strong as that of the file, and
    /// computed on all cores.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static string OfChunks(string path)
    {
        using var file = File.OpenHandle(path);
        var length = RandomAccess.GetLength(file);
        var chunks = (int)((length + ChunkBytes - 1) / ChunkBytes);
        var hashes = new byte[chunks * SHA256.HashSizeInBytes];
        Parallel.For(0, chunks, () => new byte[ChunkBytes], (chunk, _, buffer) =>
        {
            var (offset, read) = ((long)chunk * ChunkBytes, 0);
            for (int count; (count = RandomAccess.Read(file, buffer.AsSpan(read), offset + read)) > 0;)
            {
                read += count;
            }

            SHA256.HashData(buffer.AsSpan(0, read), hashes.AsSpan(chunk * SHA256.HashSizeInBytes));
            return buffer;
        }, _ => { });
        return Convert.ToHexStringLower(SHA256.HashData([.. BitConverter.GetBytes(length), .. hashes]));
    }
}
