using System.Diagnostics;

namespace Granary.Benchmarks.Common;

/// <summary>The repository that this program was built in.</summary>
public static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>
    /// A program as users start it, in the configuration of the program that runs now. A copy beside that one would not be compiled ahead of time.
    /// </summary>
    /// <param name="project">Its project below <c>src</c>.</param>
    /// <param name="file">Its file.</param>
    public static string Program(string project, string file)
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        return Path.Combine(Root, "src", project, "bin", output.Parent!.Name, output.Name, file);
    }

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
