using System.Text;
using Granary.Data.Faults;

namespace Granary.Data.Sources;

/// <summary>Opens data files, plain or compressed, and turns what the file system refuses into faults.</summary>
internal static class DataFile
{
    private const int BufferSize = 1 << 16;
    private const int StartLength = 256;

    private static ReadOnlySpan<byte> Gzip => [0x1F, 0x8B];

    private static ReadOnlySpan<byte> Zip => [0x50, 0x4B, 0x03, 0x04];

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="faults">Receives what is wrong with it.</param>
    /// <param name="read">
    /// Reads the content, decompressed where it has to be, and returns null after it has added faults. The stream knows its
    /// <see cref="Stream.Length"/> but cannot seek.
    /// </param>
    /// <returns>What <paramref name="read"/> returned, or null when there was a fault.</returns>
    public static T? Read<T>(string path, FaultList faults, Func<Stream, T?> read)
        where T : class
    {
        try
        {
            if (IsEmptyOrNoFile(path))
            {
                faults.Add(path, $"The file is empty, or a pipe or a device, expected a file with data; looked at {Path.GetFullPath(path)}.");
                return null;
            }

            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferSize);

            using var content = Decompressed(file, path);
            return read(content);
        }
        catch (Exception e) when (Describe(e, path) is { } message)
        {
            faults.Add(path, message);
            return null;
        }
    }

    /// <summary>What an exception says about a file, or null when it says nothing about it.</summary>
    internal static string? Describe(Exception e, string path) => e switch
    {
        FileNotFoundException or DirectoryNotFoundException => $"There is no such file; looked at {Path.GetFullPath(path)}.",
        UnauthorizedAccessException when Directory.Exists(path) =>
            $"This is a directory, expected a file; looked at {Path.GetFullPath(path)}.",
        UnauthorizedAccessException => $"The file may not be read: check the permissions of {Path.GetFullPath(path)}.",
        InvalidDataException => e.Message,
        IOException => $"The file could not be read: {e.Message}",
        ArgumentException when path.Length == 0 || path.Contains('\0') => "This is not a path: expected the name of a file.",
        _ => null,
    };

    // Found out before it is opened: to open a pipe waits for somebody who writes to it. All but regular files have the length 0.
    private static bool IsEmptyOrNoFile(string path)
    {
        var file = new FileInfo(path);
        return file.Exists && new FileInfo(file.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path).Length == 0;
    }

    private static Stream Decompressed(FileStream file, string path)
    {
        Span<byte> block = stackalloc byte[StartLength];
        ReadOnlySpan<byte> start = block[..file.ReadAtLeast(block, StartLength, throwOnEndOfStream: false)];
        file.Position = 0;
        if (start.StartsWith(Gzip))
        {
            return new GzipReader(file);
        }

        if (start.StartsWith(Zip))
        {
            return ZipReader.Open(file);
        }

        if (IsWebPage(start))
        {
            throw new InvalidDataException(
                "The content is a web page, not data: probably a download that asked for something first. Get the file itself.");
        }

        return path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)
            ? throw new InvalidDataException("The name ends in .gz, but the content is not gzip: expected 1F 8B at its start.")
            : file;
    }

    private static bool IsWebPage(ReadOnlySpan<byte> start)
    {
        var text = Encoding.Latin1.GetString(start).TrimStart();
        return text.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("<html", StringComparison.OrdinalIgnoreCase);
    }
}
