using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace Granary.Files;

/// <summary>A look at parts of a file, which takes no longer for a large one than for a small one.</summary>
public static class FileSample
{
    private const int Blocks = 64;
    private const int BlockBytes = 4096;

    /// <summary>The SHA-256 of blocks spread evenly over a file, of all of it where it is small, in lower-case hexadecimal digits.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The hash, and the file's length in bytes.</returns>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static (string Hash, long Bytes) Of(string path)
    {
        using var file = File.OpenHandle(path);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var length = RandomAccess.GetLength(file);
        var buffer = new byte[BlockBytes];
        if (length <= Blocks * BlockBytes)
        {
            for (var offset = 0L; offset < length; offset += BlockBytes)
            {
                Append(hash, file, buffer, offset);
            }
        }
        else
        {
            for (var block = 0; block < Blocks; block++)
            {
                Append(hash, file, buffer, (long)((decimal)(length - BlockBytes) * block / (Blocks - 1)));
            }
        }

        return (Convert.ToHexStringLower(hash.GetHashAndReset()), length);
    }

    private static void Append(IncrementalHash hash, SafeFileHandle file, byte[] buffer, long offset) =>
        hash.AppendData(buffer.AsSpan(0, RandomAccess.Read(file, buffer, offset)));
}
