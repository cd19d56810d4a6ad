using Granary.Requests.Faults;

namespace Granary.Client.CommandLines;

/// <summary>Files that commands write.</summary>
internal static class OutputPath
{
    /// <summary>Checks a path before anything long begins.</summary>
    /// <param name="path">The file.</param>
    /// <param name="force">Whether one that is there is replaced.</param>
    /// <exception cref="RequestException">It could not be written there.</exception>
    public static void Check(string path, bool force)
    {
        if (Directory.Exists(path))
        {
            throw new RequestException($"{path} is a directory, expected a file");
        }

        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (!Directory.Exists(folder))
        {
            throw new RequestException($"{path}: there is no directory {folder}");
        }

        if (File.Exists(path) && !force && (File.GetAttributes(path) & FileAttributes.Device) == 0)
        {
            throw new RequestException($"{path} exists already: add --force to overwrite it, or choose another file");
        }
    }
}
