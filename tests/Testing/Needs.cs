using Xunit;

namespace Granary.Testing;

/// <summary>
/// What tests need besides the SDK. A test that does not get it is skipped. <c>dotnet test</c> shows the reason, which it finds in a file
/// beside the tests (see Directory.Build.targets).
/// </summary>
public static class Needs
{
    private static readonly Lock Gate = new();

    private static string SkippedFile { get; } = Path.Combine(AppContext.BaseDirectory, "skipped.txt");

    /// <summary>Skips the test unless a server is installed.</summary>
    /// <param name="server">The server's name.</param>
    /// <param name="isInstalled">Whether it is.</param>
    public static void Server(string server, bool isInstalled) => Require(isInstalled, $"needs {server}, which .ci/servers installs");

    /// <summary>Skips the test unless root runs it.</summary>
    /// <param name="why">What only root may do.</param>
    public static void Root(string why) => Require(Environment.IsPrivilegedProcess, $"needs another user, only root may {why}");

    /// <summary>Skips the test where nothing is refused to its user.</summary>
    /// <param name="what">What has to be refused.</param>
    public static void NoPrivileges(string what) => Require(
        !Environment.IsPrivilegedProcess && !OperatingSystem.IsWindows(), $"needs another user, one whom the system refuses {what}");

    /// <summary>Skips the test where the machine does not allow something.</summary>
    /// <param name="what">What it needs.</param>
    /// <param name="refusal">Why it is not allowed; null when it is.</param>
    public static void Allowed(string what, string? refusal) =>
        Require(refusal is null, $"needs another machine, one that allows {what} ({refusal})");

    /// <summary>Finds a program on the path or in the folders given; null when it is not there.</summary>
    public static string? FindProgram(string program, params IEnumerable<string> folders)
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return folders.Concat(path).Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
    }

    private static void Require(bool isThere, string reason)
    {
        if (!isThere)
        {
            lock (Gate)
            {
                File.AppendAllText(SkippedFile, $"Skipped: {TestContext.Current.Test?.TestDisplayName}: {reason}\n");
            }

            Assert.Skip(reason);
        }
    }
}
