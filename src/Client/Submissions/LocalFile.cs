using System.Security.Cryptography;
using Granary.Client.Terminal;
using Granary.Files;
using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Interfaces.Uploads;

namespace Granary.Client.Submissions;

/// <summary>A file of a job that is on this machine.</summary>
/// <param name="Mark">What tells it from others at first sight.</param>
internal sealed record LocalFile(FileMark Mark)
{
    private const int BufferBytes = 1 << 20;

    /// <summary>The name without its directory.</summary>
    public string Name => Path.GetFileName(Mark.Path);

    /// <summary>The files of a job that are here. What cannot be read is left to the silos, which may have it, or say what is wrong.</summary>
    public static IReadOnlyList<LocalFile> Of(JobSpec spec) =>
        [.. DataFiles.Of(spec.Data).Select(f => f.Path).Append(spec.From?.Path).OfType<string>().Distinct().Select(Find).OfType<LocalFile>()];

    /// <summary>Hashes the file.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public DataSetFacts Hash(ConsoleContext context)
    {
        using var progress = new ProgressLine(context, $"reading {Name}");
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var file = File.OpenHandle(Mark.Path);
        var buffer = new byte[BufferBytes];
        var offset = 0L;
        for (int read; (read = RandomAccess.Read(file, buffer, offset)) > 0; offset += read)
        {
            context.Interrupted.ThrowIfCancellationRequested();
            hash.AppendData(buffer, 0, read);
            progress.ShowBytes(offset + read, Mark.Bytes);
        }

        return new DataSetFacts(Convert.ToHexStringLower(hash.GetHashAndReset()), offset, Name);
    }

    // An empty file may be a pipe, which never ends.
    private static LocalFile? Find(string path)
    {
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > 0 })
            {
                var (sample, bytes) = FileSample.Of(path);
                return new LocalFile(new FileMark(path, bytes, sample));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A silo may read it all the same.
        }

        return null;
    }
}
