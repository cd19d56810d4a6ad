namespace Granary.Grains.Roots;

/// <summary>Paths without symbolic links.</summary>
internal static class RealPath
{
    // As many as Linux follows.
    private const int MostLinks = 40;

    /// <summary>
    /// The file or directory that a path leads to, with all symbolic links on the way resolved. What is missing, or may not be looked at, is
    /// taken as it is written.
    /// </summary>
    /// <param name="path">An absolute path.</param>
    /// <returns>The path without links; null when it goes through too many of them.</returns>
    public static string? Of(string path) => Resolve(Path.GetFullPath(path), MostLinks).Path;

    private static (string? Path, int Links) Resolve(string path, int links)
    {
        var parent = Path.GetDirectoryName(path);
        if (parent is null)
        {
            return (path, links);
        }

        (var directory, links) = Resolve(parent, links);
        if (directory is null)
        {
            return (null, links);
        }

        var here = Path.Combine(directory, Path.GetFileName(path));
        if (TargetOf(here) is not { } target)
        {
            return (here, links);
        }

        return links == 0 ? (null, 0) : Resolve(Path.GetFullPath(target, directory), links - 1);
    }

    private static string? TargetOf(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
