using System.Diagnostics;

namespace Granary.Benchmarks.Common;

/// <summary>The repository that this program was built in.</summary>
public static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>The commit that is checked out, with a word when files differ from it; null without git.</summary>
    public static string? Commit()
    {
        try
        {
            var info = new ProcessStartInfo("git", ["-C", Root, "describe", "--always", "--dirty=, with uncommitted changes"])
            {
                RedirectStandardOutput = true,
            };
            using var git = Process.Start(info)!;
            var answer = git.StandardOutput.ReadToEnd().Trim();
            git.WaitForExit();
            return git.ExitCode == 0 ? answer : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Cluster.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException(
            $"Found no Cluster.sln above {AppContext.BaseDirectory}. Run this program from where it was built in the repository.");
    }
}
