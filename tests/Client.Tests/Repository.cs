namespace Granary.Client.Tests;

/// <summary>The folder that the tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Cluster.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName
            ?? throw new FileNotFoundException($"Found no Cluster.sln above {AppContext.BaseDirectory}: expected to run inside the repository.");
    }
}
