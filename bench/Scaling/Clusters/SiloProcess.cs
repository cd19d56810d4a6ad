using System.ComponentModel;
using System.Diagnostics;
using Granary.Benchmarks.Common;

namespace Granary.Benchmarks.Scaling.Clusters;

/// <summary>A <c>granary-silo</c> as users start it.</summary>
public sealed class SiloProcess : IDisposable
{
    /// <summary>The option with which silos send tensors although they are on one machine.</summary>
    public const string NoSharedMemory = "--no-shared-memory";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly List<string> _errors = [];

    private SiloProcess(Process process)
    {
        _process = process;
        _process.ErrorDataReceived += (_, line) => _errors.Add(line.Data ?? "");
        _process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    /// <summary>Starts a silo.</summary>
    /// <param name="core">The core it is pinned to.</param>
    /// <param name="threads">Its compute threads.</param>
    /// <param name="dataDirectory">The data directory of its cluster.</param>
    /// <param name="options">Further options of <c>granary-silo</c>.</param>
    /// <exception cref="InvalidOperationException">There is no way to start it.</exception>
    public static SiloProcess Start(int core, int threads, string dataDirectory, IEnumerable<string> options)
    {
        var program = Repository.Program("Silo", "granary-silo");
        string[] arguments = ["-c", $"{core}", program, "--data-dir", dataDirectory, "--cores", $"{threads}", "--no-http", .. options];
        try
        {
            return new SiloProcess(Process.Start(
                new ProcessStartInfo("taskset", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!);
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException($"taskset: {e.Message}. apt-get install util-linux", e);
        }
    }

    /// <summary>Returns when it has joined its cluster.</summary>
    /// <exception cref="InvalidOperationException">It ended instead, or takes too long.</exception>
    public async Task Joined()
    {
        using var deadline = new CancellationTokenSource(Patience);
        try
        {
            while (await _process.StandardOutput.ReadLineAsync(deadline.Token) is { } line)
            {
                // The last line of those with which a silo announces itself.
                if (line.Contains("granary submit", StringComparison.Ordinal))
                {
                    return;
                }
            }
        }
        catch (OperationCanceledException)
        {
            throw new InvalidOperationException($"A silo did not join within {Patience.TotalSeconds} s.");
        }

        _process.WaitForExit();
        throw new InvalidOperationException($"A silo ended with exit code {_process.ExitCode}: {string.Join(' ', _errors)}");
    }

    /// <summary>Tells it to leave, as a system does that shuts down, and returns when it has.</summary>
    /// <exception cref="InvalidOperationException">It does not, or ends with a failure.</exception>
    public async Task Leave()
    {
        Signal.Send(_process.Id, Signal.Terminate);
        await _process.WaitForExitAsync().WaitAsync(Patience);
        if (_process.ExitCode != 0)
        {
            throw new InvalidOperationException($"A silo left with exit code {_process.ExitCode}: {string.Join(' ', _errors)}");
        }
    }

    /// <summary>Kills it.</summary>
    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
