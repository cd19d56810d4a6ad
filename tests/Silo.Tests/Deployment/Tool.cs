using System.Diagnostics;

namespace Granary.Silo.Tests.Deployment;

/// <summary>A tool of the system that looks at files of <c>deploy</c>.</summary>
internal static class Tool
{
    public static string Deploy { get; } = Path.Combine(Repository.Root, "deploy");

    /// <summary>Skips the test where a tool is not there that no package of Debian has as these files need it.</summary>
    public static void Require(string program) => Needs.Allowed(program, Needs.FindProgram(program) is null ? "it is not installed" : null);

    /// <summary>Runs it to its end.</summary>
    /// <param name="program">The tool.</param>
    /// <param name="arguments">What follows its name.</param>
    /// <param name="input">What it reads.</param>
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(string program, string[] arguments, string input = "")
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }
}
