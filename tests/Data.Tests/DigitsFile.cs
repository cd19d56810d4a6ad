namespace Granary.Data.Tests;

/// <summary>The handwritten digits of the examples.</summary>
internal static class DigitsFile
{
    /// <summary>Where the file is.</summary>
    public static string Path { get; } = Find();

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(System.IO.Path.Combine(folder.FullName, "Cluster.sln")))
        {
            folder = folder.Parent
                ?? throw new InvalidOperationException("The tests run outside the repository: found no Cluster.sln above.");
        }

        return System.IO.Path.Combine(folder.FullName, "examples", "data", "digits.csv");
    }
}
