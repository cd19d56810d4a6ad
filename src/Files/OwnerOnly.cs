namespace Granary.Files;

/// <summary>
/// Files and directories that only their owner can read, write or list: jobs, checkpoints and the table of members are nobody else's
/// business. Windows gives a new file its directory's access rights instead.
/// </summary>
public static class OwnerOnly
{
    private const UnixFileMode FileRights = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode DirectoryRights = FileRights | UnixFileMode.UserExecute;

    /// <summary>Opens a file without a buffer. One that is created gets mode 0600.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="mode">Whether to open it or to create it.</param>
    /// <param name="access">What to do with it.</param>
    /// <param name="share">What others may do with it meanwhile.</param>
    /// <param name="options">Options of the file.</param>
    /// <exception cref="IOException">It cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be opened.</exception>
    public static FileStream Open(string path, FileMode mode, FileAccess access, FileShare share, FileOptions options = FileOptions.None)
    {
        var how = new FileStreamOptions { Mode = mode, Access = access, Share = share, Options = options, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            how.UnixCreateMode = FileRights;
        }

        return new FileStream(path, how);
    }

    /// <summary>Creates a directory with mode 0700, and those above it, where they are missing.</summary>
    /// <param name="path">Its path.</param>
    /// <exception cref="IOException">It cannot be created.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be created.</exception>
    public static void CreateDirectory(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return;
        }

        Directory.CreateDirectory(path, DirectoryRights);
    }

    /// <summary>Creates a directory with mode 0700; takes the rights of all others away from one that is there.</summary>
    /// <param name="path">Its path.</param>
    /// <exception cref="IOException">It cannot be created.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be created, or it belongs to another user.</exception>
    public static void Claim(string path)
    {
        CreateDirectory(path);
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ~DirectoryRights) != UnixFileMode.None)
        {
            File.SetUnixFileMode(path, DirectoryRights);
        }
    }
}
