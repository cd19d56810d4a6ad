namespace Granary.Files;

/// <summary>Directories whose names, and the names in them, are still there after a power failure.</summary>
public static class DurableDirectory
{
    /// <summary>
    /// Makes a directory and those above it, where they are missing. One that is there may have been made by somebody who died
    /// before its name was on the disk; so its name is flushed in any case. New ones belong to their owner alone.
    /// </summary>
    /// <param name="path">Its absolute path, not the root's.</param>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be made.</exception>
    public static void Create(string path)
    {
        var parent = Path.GetDirectoryName(path)!;
        if (!Directory.Exists(parent))
        {
            Create(parent);
        }

        OwnerOnly.CreateDirectory(path);
        Sync(parent);
    }

    /// <summary>
    /// Waits until the names in a directory are on the disk. Windows keeps its directories in order by itself and has no call
    /// for it.
    /// </summary>
    /// <param name="path">The directory.</param>
    /// <exception cref="IOException">The system refused.</exception>
    public static void Sync(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        const int ReadOnly = 0;
        var descriptor = Libc.Open(path, ReadOnly);
        if (descriptor < 0)
        {
            throw Libc.LastError($"The directory {path} cannot be opened");
        }

        try
        {
            if (Libc.Fsync(descriptor) != 0)
            {
                throw Libc.LastError($"The directory {path} cannot be flushed to the disk");
            }
        }
        finally
        {
            _ = Libc.Close(descriptor);
        }
    }
}
