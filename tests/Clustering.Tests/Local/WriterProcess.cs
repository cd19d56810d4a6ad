using System.Diagnostics;
using Granary.Clustering.Writer;

namespace Granary.Clustering.Tests.Local;

/// <summary>The program that writes to a table, or holds a lock, in a process of its own.</summary>
internal sealed class WriterProcess : IDisposable
{
    // Generous: only a failing test ever waits that long.
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    private WriterProcess(string[] arguments) => _process = Process.Start(
        new ProcessStartInfo(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [typeof(TableWriter).Assembly.Location, .. arguments])
        {
            RedirectStandardOutput = true,
        })!;

    public static WriterProcess Start(params string[] arguments) => new(arguments);

    /// <summary>Runs it to its end.</summary>
    public static async Task RunAsync(params string[] arguments)
    {
        using var writer = Start(arguments);
        await writer._process.WaitForExitAsync().WaitAsync(Deadline);
        Assert.Equal(0, writer._process.ExitCode);
    }

    public async Task<string?> ReadLineAsync() => await _process.StandardOutput.ReadLineAsync().WaitAsync(Deadline);

    /// <summary>Ends it as SIGKILL does.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync().WaitAsync(Deadline);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }
}
