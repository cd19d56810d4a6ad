using Granary.Files;

namespace Granary.Clustering.Local;

/// <summary>
/// Files as locks between processes. On Unix <see cref="FileShare.None"/> is <c>flock</c>: the kernel gives the lock up when the
/// process ends, however it ends, and two handles exclude each other within one process too.
/// </summary>
internal static class FileLock
{
    /// <summary>Takes a file's lock, if nobody holds it.</summary>
    /// <param name="path">The file; it is created when it is not there.</param>
    /// <param name="options">What is to happen to it.</param>
    /// <returns>The lock, held until it is disposed; null when somebody else holds it.</returns>
    public static FileStream? TryTake(string path, FileOptions options = FileOptions.None)
    {
        try
        {
            return OwnerOnly.Open(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, options);
        }
        catch (IOException e) when (e is not (FileNotFoundException or DirectoryNotFoundException))
        {
            return null;
        }
    }

    /// <summary>Who holds a file's lock. Those who ask at once do not disturb each other.</summary>
    /// <param name="path">The file.</param>
    public static LockState Look(string path)
    {
        try
        {
            using var shared = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1);
            return LockState.Free;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return LockState.Missing;
        }
        catch (IOException)
        {
            return LockState.Held;
        }
    }
}
