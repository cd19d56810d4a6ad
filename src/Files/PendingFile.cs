namespace Granary.Files;

/// <summary>
/// A file whose content is on the disk under a temporary name, and that waits for its name: what takes long is done, so it can be named at a
/// moment when others must not change anything. Made by <see cref="DurableFile.Prepare"/>; disposing of it removes what was not named.
/// </summary>
public sealed class PendingFile : IDisposable
{
    private readonly string _temporary;
    private readonly string _path;

    internal PendingFile(string temporary, string path) => (_temporary, _path) = (temporary, path);

    /// <summary>Gives it its name in one step, in the place of a file that may be there.</summary>
    /// <exception cref="IOException">It cannot have the name; the file that was there is untouched.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not have the name.</exception>
    public void TakeName() => File.Move(_temporary, _path, overwrite: true);

    /// <summary>Gives it its name unless there is a file of this name: of several who try, in any processes, one succeeds.</summary>
    /// <returns>False when there was one; it is untouched.</returns>
    /// <exception cref="IOException">It cannot have the name.</exception>
    public bool TryTakeName()
    {
        // File.Move without overwriting looks and then renames on Unix, so that two could both succeed; a hard link is one step.
        if (!OperatingSystem.IsWindows())
        {
            return Libc.Link(_temporary, _path) == 0
                || (System.Runtime.InteropServices.Marshal.GetLastPInvokeError() == Libc.FileExists
                    ? false
                    : throw Libc.LastError($"The file {_path} cannot be given its name (this needs a file system with hard links)"));
        }

        try
        {
            File.Move(_temporary, _path, overwrite: false);
            return true;
        }
        catch (IOException) when (File.Exists(_path))
        {
            return false;
        }
    }

    /// <summary>Flushes the directory to the disk: from then on the name outlives a power failure too.</summary>
    public void FlushName() => DurableDirectory.Sync(Path.GetDirectoryName(_path)!);

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            File.Delete(_temporary);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A file that is left under a temporary name does no harm; what went wrong before is what has to be told.
        }
    }
}
