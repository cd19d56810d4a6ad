namespace Granary.Clustering.Storage.Tests.Servers;

/// <summary>Finds the servers' programs.</summary>
internal static class Programs
{
    private const string Remedy = "On Debian: apt-get install -y redis-server postgresql (their services need not run).";

    /// <summary>Finds a program on the path or in the folders given.</summary>
    public static string Find(string name, params IEnumerable<string> folders)
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return folders.Concat(path).Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists)
            ?? throw new FileNotFoundException($"Found no program {name}: these tests start their own servers. {Remedy}");
    }
}
