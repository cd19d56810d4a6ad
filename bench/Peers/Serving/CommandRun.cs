using System.Diagnostics;
using System.Text.Json;
using Granary.Benchmarks.Common;

namespace Granary.Benchmarks.Peers.Serving;

/// <summary>One <c>granary run --json</c>. What it says is read as it comes, so that it never waits for a full pipe.</summary>
internal sealed class CommandRun : IDisposable
{
    private readonly Process _process;
    private readonly TaskCompletionSource _firstStep = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task<JsonElement?> _last;
    private readonly Task<string> _error;

    private CommandRun(Process process)
    {
        _process = process;
        _error = process.StandardError.ReadToEndAsync();
        _last = Read();
    }

    /// <summary>The job has taken its first step, or ended.</summary>
    public Task FirstStep => _firstStep.Task;

    public static CommandRun Start(string job) => new(Process.Start(new ProcessStartInfo(CommandTrainer.Program, ["run", job, "--json"])
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!);

    /// <summary>Asks it to end, as Ctrl-C does.</summary>
    public void Interrupt() => Signal.Send(_process.Id, Signal.Interrupt);

    /// <summary>The status with which it ended.</summary>
    /// <exception cref="InvalidOperationException">It ended without one.</exception>
    public async Task<JsonElement> End()
    {
        var last = await _last;
        await _process.WaitForExitAsync();
        return last is { } end && end.TryGetProperty("state", out _)
            ? end
            : throw new InvalidOperationException($"granary run ended with {_process.ExitCode}: {await _error}");
    }

    public void Dispose() => _process.Dispose();

    private async Task<JsonElement?> Read()
    {
        JsonElement? last = null;
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            var status = JsonDocument.Parse(line).RootElement;
            last = status;
            if (status.TryGetProperty("steps", out var steps) && steps.GetInt64() > 0)
            {
                _firstStep.TrySetResult();
            }
        }

        _firstStep.TrySetResult();
        return last;
    }
}
