using Granary.Data.Faults;

namespace Granary.Grains.Roots;

/// <summary>
/// Which files a silo reads when a job asks for them. One that others than its own user can reach reads only below the directories that its
/// operator has named: otherwise whoever may submit a job could have it read any file.
/// </summary>
public sealed class DataRoots
{
    private readonly string[]? _roots;
    private readonly string[] _resolved;

    private DataRoots(string[]? roots)
    {
        _roots = roots;
        _resolved = [.. (roots ?? []).Select(RealPath.Of).OfType<string>()];
    }

    /// <summary>All files that the silo's user may read.</summary>
    public static DataRoots Anywhere { get; } = new(null);

    /// <summary>The files below some directories, symbolic links resolved.</summary>
    /// <param name="directories">Absolute paths, at least one.</param>
    public static DataRoots Below(params string[] directories) => new(directories);

    /// <summary>Checks the files that a job names, without looking at them.</summary>
    /// <param name="paths">Absolute paths.</param>
    /// <returns>A fault for each file that is not read. It says the same whether there is such a file or not.</returns>
    internal IEnumerable<DataFault> Check(IEnumerable<string> paths) => paths
        .Select(path => (Path: path, Why: WhyNot(path)))
        .Where(f => f.Why is not null)
        .Select(f => new DataFault(f.Path, null, null, f.Why!));

    /// <summary>Why a file is not read, without looking at it; null where it is.</summary>
    /// <param name="path">An absolute path.</param>
    internal string? WhyNot(string path) => IsReadable(path)
        ? null
        : $"found a file outside the directories that the silos read data from, expected one below {string.Join(" or ", _roots!)}. "
            + "Move it there, or start the silos with --data-root DIR for its directory.";

    private bool IsReadable(string path) =>
        _roots is null || (Path.IsPathRooted(path) && RealPath.Of(path) is { } real && _resolved.Any(root => IsBelow(real, root)));

    private static bool IsBelow(string path, string root) =>
        path.StartsWith(Path.TrimEndingDirectorySeparator(root) + Path.DirectorySeparatorChar, StringComparison.Ordinal)
        || Path.GetPathRoot(root) == root;
}
