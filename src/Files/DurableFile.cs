using Microsoft.Win32.SafeHandles;

namespace Granary.Files;

/// <summary>
/// Files that are there whole or not at all, whoever dies at whatever moment, the machine included. The content is written under
/// a temporary name of its own, flushed to the disk, given its name in one step, and then the directory is flushed. Two who write
/// the same file at once do not meet; a crash leaves at most a file with a temporary name.
/// </summary>
public static class DurableFile
{
    private const string TemporarySuffix = ".tmp";

    /// <summary>Writes a file, in the place of one that may be there.</summary>
    /// <param name="path">Its path, in a directory that exists.</param>
    /// <param name="write">Writes the content, from offset 0.</param>
    /// <exception cref="IOException">It could not be written; the one that was there is untouched.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void Replace(string path, Action<SafeFileHandle> write) => Write(path, write, temporary =>
    {
        File.Move(temporary, path, overwrite: true);
        return true;
    });

    /// <summary>Writes a file unless there is one of this name: of several who try, in any processes, one succeeds.</summary>
    /// <param name="path">Its path, in a directory that exists, on a file system with hard links.</param>
    /// <param name="write">Writes the content, from offset 0.</param>
    /// <returns>False when there was one; it is untouched.</returns>
    /// <exception cref="IOException">It could not be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static bool TryCreate(string path, Action<SafeFileHandle> write) => Write(path, write, temporary => TryName(temporary, path));

    /// <summary>Whether a name is a temporary one.</summary>
    /// <param name="path">A file's name or path.</param>
    public static bool IsTemporary(string path) => path.EndsWith(TemporarySuffix, StringComparison.Ordinal);

    private static bool Write(string path, Action<SafeFileHandle> write, Func<string, bool> name)
    {
        var temporary = $"{path}.{Guid.NewGuid():N}{TemporarySuffix}";
        try
        {
            using (var file = File.OpenHandle(temporary, FileMode.CreateNew, FileAccess.Write))
            {
                write(file);
                RandomAccess.FlushToDisk(file);
            }

            if (!name(temporary))
            {
                return false;
            }

            DurableDirectory.Sync(Path.GetDirectoryName(path)!);
            return true;
        }
        finally
        {
            TryDelete(temporary);
        }
    }

    // File.Move without overwriting looks and then renames on Unix, so that two could both succeed; a hard link is one step.
    private static bool TryName(string temporary, string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            return Libc.Link(temporary, path) == 0
                || (System.Runtime.InteropServices.Marshal.GetLastPInvokeError() == Libc.FileExists
                    ? false
                    : throw Libc.LastError($"The file {path} cannot be given its name (this needs a file system with hard links)"));
        }

        try
        {
            File.Move(temporary, path, overwrite: false);
            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            return false;
        }
    }

    private static void TryDelete(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A file that is left under a temporary name does no harm; what went wrong before is what has to be told.
        }
    }
}
