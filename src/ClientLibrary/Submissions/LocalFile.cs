using System.Security.Cryptography;
using Granary.Files;
using Granary.Grains.Interfaces.Uploads;

namespace Granary.Client.Submissions;

/// <summary>A file of a job that is on this machine.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Bytes">Its length.</param>
internal sealed record LocalFile(string Path, long Bytes)
{
    private const int BufferBytes = 1 << 20;

    /// <summary>The name without its directory.</summary>
    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>What tells a file from others at first sight; null where it cannot be read, which is left to the silos: they may have it, or say what is wrong.</summary>
    public static FileMark? Mark(string path)
    {
        try
        {
            // An empty file may be a pipe, which never ends.
            if (new FileInfo(path) is { Exists: true, Length: > 0 })
            {
                var (sample, bytes) = FileSample.Of(path);
                return new FileMark(path, bytes, sample);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A silo may read it all the same.
        }

        return null;
    }

    /// <summary>Hashes the file.</summary>
    /// <param name="show">Told how many bytes are done.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    public DataSetFacts Hash(Action<long> show, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var file = File.OpenHandle(Path);
        var buffer = new byte[BufferBytes];
        var offset = 0L;
        for (int read; (read = RandomAccess.Read(file, buffer, offset)) > 0; offset += read)
        {
            cancellationToken.ThrowIfCancellationRequested();
            hash.AppendData(buffer, 0, read);
            show(offset + read);
        }

        return new DataSetFacts(Convert.ToHexStringLower(hash.GetHashAndReset()), offset, Name);
    }
}
