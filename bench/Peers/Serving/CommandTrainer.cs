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

    public static string Program { get; } = Repository.Program("Client", "granary");

    public string Name => "granary run";

    // The process that takes the memory is another one.
    public long? PeakBytes => null;

    public async Task<(double[] Losses, string? WeightsHash)> FirstSteps(int steps)
    {
        using var run = CommandRun.Start(WriteJob(steps));
        return ([], (await run.End()).GetProperty("weightsHash").GetString());
    }

    public async Task<double> RowsPerSecond(double seconds)
    {
        using var run = CommandRun.Start(WriteJob(long.MaxValue));
        await run.FirstStep;
        await Task.Delay(JobConditions.WarmUp + TimeSpan.FromSeconds(seconds));
        run.Interrupt();
        return (await run.End()).GetProperty("samplesPerSecond").GetDouble();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private string WriteJob(long steps)
    {
        var job = Path.Combine(folder, "job.json");
        File.WriteAllText(job, workload.JobFile(JobConditions.Shards, steps));
        return job;
    }
}
