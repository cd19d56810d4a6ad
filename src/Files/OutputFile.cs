namespace Granary.Files;

/// <summary>
/// Files that a user asked for: whole or not there, with the rights that new files get. What is no regular file, such as <c>/dev/stdout</c>,
/// is written as it is.
/// </summary>
public static class OutputFile
{
    private const int BufferBytes = 1 << 20;

    /// <summary>Writes a file.</summary>
    /// <param name="path">The file, in a directory that exists.</param>
    /// <param name="replaces">Whether it may take the place of one that is there.</param>
    /// <param name="write">Writes the content.</param>
    /// <exception cref="IOException">It cannot be written, or is there and may not be replaced; one that is there is untouched.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void Write(string path, bool replaces, Action<Stream> write)
    {
        if (IsDevice(path))
        {
            using var device = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, BufferBytes);
            write(device);
            return;
        }

        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferBytes))
            {
                write(file);
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, replaces);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    private static bool IsDevice(string path) =>
        File.Exists(path) && (File.GetAttributes(path) & (FileAttributes.Device | FileAttributes.Normal | FileAttributes.Archive)) == FileAttributes.Device;
}
