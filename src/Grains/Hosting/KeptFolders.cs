namespace Granary.Grains.Hosting;

/// <summary>The directories in which silos keep what is large, as absolute paths; best the same for all silos of a cluster.</summary>
/// <param name="Checkpoints">That of the checkpoints.</param>
/// <param name="Models">That of the models of completed jobs.</param>
/// <param name="Uploads">That of the data sets that were uploaded.</param>
public sealed record KeptFolders(string Checkpoints, string Models, string Uploads)
{
    /// <summary>Those below one directory.</summary>
    /// <param name="directory">The directory.</param>
    public static KeptFolders Below(string directory)
    {
        var path = Path.GetFullPath(directory);
        return new KeptFolders(Path.Combine(path, "checkpoints"), Path.Combine(path, "models"), Path.Combine(path, "uploads"));
    }
}
