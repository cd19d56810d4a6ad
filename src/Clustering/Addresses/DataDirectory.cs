using Granary.Files;

namespace Granary.Clustering.Addresses;

/// <summary>The directory in which silos keep what must outlive them: members of a local cluster, state, checkpoints.</summary>
/// <param name="Path">Its absolute path.</param>
public sealed record DataDirectory(string Path)
{
    /// <summary>The environment variable that names it.</summary>
    public const string Variable = "GRANARY_DATA_DIR";

    /// <summary>The folder of a local cluster's members.</summary>
    public const string Cluster = "cluster";

    /// <summary>The folder of grains' small states.</summary>
    public const string State = "state";

    /// <summary>The folder of checkpoints.</summary>
    public const string Checkpoints = "checkpoints";

    /// <summary>The folder of the models of completed jobs.</summary>
    public const string Models = "models";

    /// <summary>The folder of the data sets that were uploaded.</summary>
    public const string Uploads = "uploads";

    /// <summary>The folder of data that was read before.</summary>
    public const string Cache = "cache";

    /// <summary>The folder of the token for HTTP.</summary>
    public const string Http = "http";

    /// <summary>The folder of the cluster's certificates.</summary>
    public const string Certificates = "certificates";

    private static readonly string[] Folders = [Cluster, State, Checkpoints, Models, Uploads, Cache, Http, Certificates];

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

    /// <summary>
    /// Creates it where it is missing, and takes the rights of all but its owner away from what an earlier version left open. A directory that
    /// holds other things too keeps its rights: only Granary's folders in it are closed.
    /// </summary>
    /// <exception cref="ClusterFaultException">It cannot be created, or belongs to another user.</exception>
    public void Claim()
    {
        try
        {
            OwnerOnly.CreateDirectory(Path);
            string[] claimed = Directory.EnumerateFileSystemEntries(Path).All(IsGranarys) ? [Path] : [];
            foreach (var path in claimed.Concat(Folders.Select(Folder).Where(Directory.Exists)))
            {
                OwnerOnly.Claim(path);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ClusterFaultException(
                $"the data directory {Path} cannot be used ({e.Message}): choose another one with {ClusterChoice.DataDirectoryOption}", e);
        }
    }

    /// <summary>A directory inside it, not necessarily there yet.</summary>
    /// <param name="name">Its name.</param>
    public string Folder(string name) => System.IO.Path.Combine(Path, name);

    private static bool IsGranarys(string path) => Folders.Contains(System.IO.Path.GetFileName(path));
}
