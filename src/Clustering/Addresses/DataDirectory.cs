namespace Granary.Clustering.Addresses;

/// <summary>The directory in which silos keep what must outlive them: members of a local cluster, state, checkpoints.</summary>
/// <param name="Path">Its absolute path.</param>
public sealed record DataDirectory(string Path)
{
    /// <summary>The environment variable that names it.</summary>
    public const string Variable = "GRANARY_DATA_DIR";

    /// <summary>Finds the directory: the one asked for, else what the environment says, else <c>.granary</c> in the user's home.</summary>
    /// <param name="path">The path asked for, or null.</param>
    public static DataDirectory Find(string? path)
    {
        path = string.IsNullOrEmpty(path) ? Environment.GetEnvironmentVariable(Variable) : path;
        path = string.IsNullOrEmpty(path)
            ? System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".granary")
            : path;
        return new DataDirectory(System.IO.Path.GetFullPath(path));
    }

    /// <summary>A directory inside it, not necessarily there yet.</summary>
    /// <param name="name">Its name.</param>
    public string Folder(string name) => System.IO.Path.Combine(Path, name);
}
