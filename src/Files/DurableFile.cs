using Microsoft.Win32.SafeHandles;

namespace Granary.Files;

/// <summary>
/// Files that are there whole or not at all, whoever dies at whatever moment, the machine included. The content is written under
/// a temporary name of its own, flushed to the disk, given its name in one step, and then the directory is flushed. Two who write
/// the same file at once do not meet; a crash leaves at most a file with a temporary name. Files belong to their owner alone.
/// </summary>
public static class DurableFile
{
    private const string TemporarySuffix = ".tmp";

    /// <summary>Writes a file, in the place of one that may be there.</summary>
    /// <param name="path">Its path, in a directory that exists.</param>
    /// <param name="write">Writes the content, from offset 0.</param>
    /// <exception cref="IOException">It could not be written; the one that was there is untouched.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void Replace(string path, Action<SafeFileHandle> write)
    {
        using var file = Prepare(path, write);
        file.TakeName();
        file.FlushName();
    }

    /// <summary>Writes a file unless there is one of this name: of several who try, in any processes, one succeeds.</summary>
    /// <param name="path">Its path, in a directory that exists, on a file system with hard links.</param>
    /// <param name="write">Writes the content, from offset 0.</param>
    /// <returns>False when there was one; it is untouched.</returns>
    /// <exception cref="IOException">It could not be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static bool TryCreate(string path, Action<SafeFileHandle> write)
    {
        using var file = Prepare(path, write);
        if (!file.TryTakeName())
        {
            return false;
        }

        file.FlushName();
        return true;
    }

    /// <summary>Writes a file without giving it its name yet.</summary>
    /// <param name="path">The path that it is to have, in a directory that exists.</param>
    /// <param name="write">Writes the content, from offset 0.</param>
    /// <exception cref="IOException">It could not be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static PendingFile Prepare(string path, Action<SafeFileHandle> write)
    {
        var temporary = $"{path}.{Guid.NewGuid():N}{TemporarySuffix}";
        var pending = new PendingFile(temporary, path);
        try
        {
            using var stream = OwnerOnly.Open(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
            var file = stream.SafeFileHandle;
            write(file);
            RandomAccess.FlushToDisk(file);
            return pending;
        }
        catch
        {
            pending.Dispose();
            throw;
        }
    }

    /// <summary>Whether a name is a temporary one.</summary>
    /// <param name="path">A file's name or path.</param>
    public static bool IsTemporary(string path) => path.EndsWith(TemporarySuffix, StringComparison.Ordinal);
}
