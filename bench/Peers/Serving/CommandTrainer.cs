using System.Diagnostics;
using System.Text.Json;
using Granary.Benchmarks.Common;
using Granary.Benchmarks.Common.Workloads;

namespace Granary.Benchmarks.Peers.Serving;

/// <summary>
/// The command that people type, <c>granary run</c>, as it is built: each training is a process of its own, which evaluates test rows too, and
/// what counts is the speed that it tells.
/// </summary>
public sealed class CommandTrainer(Workload workload, string folder) : ITrainer
{
    /// <summary>How to get the command.</summary>
    public const string Remedy = "dotnet build -c Release src/Client";

    private const int Shards = 8;

    // As in GrainsTrainer.
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1.5);

    public static string Program { get; } = Repository.Program("Client", "granary");

    public string Name => "granary run";

    // The process that takes the memory is another one.
    public long? PeakBytes => null;

    public async Task<(double[] Losses, string? WeightsHash)> FirstSteps(int steps)
    {
        using var process = Start(steps);
        var last = await Last(process);
        return ([], last.GetProperty("weightsHash").GetString());
    }

    public async Task<double> RowsPerSecond(double seconds)
    {
        using var process = Start(long.MaxValue);
        while (Next(process) is { } status && status.GetProperty("steps").GetInt64() == 0)
        {
        }

        // It goes on writing to a pipe that holds more than that.
        await Task.Delay(WarmUp + TimeSpan.FromSeconds(seconds));
        Signal.Send(process.Id, Signal.Interrupt);
        return (await Last(process)).GetProperty("samplesPerSecond").GetDouble();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private Process Start(long steps)
    {
        var job = Path.Combine(folder, "job.json");
        File.WriteAllText(job, workload.JobFile(Shards, steps));
        return Process.Start(new ProcessStartInfo(Program, ["run", job, "--json"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
    }

    private static JsonElement? Next(Process process) =>
        process.StandardOutput.ReadLine() is { } line ? JsonDocument.Parse(line).RootElement : null;

    private static async Task<JsonElement> Last(Process process)
    {
        JsonElement? last = null;
        while (Next(process) is { } status)
        {
            last = status;
        }

        await process.WaitForExitAsync();
        return last is { } end && end.TryGetProperty("state", out _)
            ? end
            : throw new InvalidOperationException($"granary run ended with {process.ExitCode}: {await process.StandardError.ReadToEndAsync()}");
    }
}
