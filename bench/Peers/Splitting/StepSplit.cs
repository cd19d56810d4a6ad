using System.Diagnostics;
using System.Globalization;
using Granary.Benchmarks.Common;
using Granary.Benchmarks.Common.Workloads;
using Granary.Benchmarks.Peers.Serving;
using Granary.Numerics.Datasets;
using Granary.Numerics.Threads;

namespace Granary.Benchmarks.Peers.Splitting;

/// <summary>
/// Where a step's time goes. The parts are the arithmetic of the sequential trainer; what a step through the grains takes
/// beyond them is exchange, control and waiting.
/// </summary>
public static class StepSplit
{
    private const int Shards = 8;
    private const double WarmUpSeconds = 1;

    public static async Task Run(Options options)
    {
        foreach (var network in options.Networks)
        {
            using var folder = new WorkloadFolder(network, options.Data);
            Console.WriteLine(
                $"{network.Name}, batch {network.BatchSize}, {Shards} shards: us a step, median of {options.Rounds} rounds, share");
            await Split(folder.Workload, options.Rounds, options.Seconds);
        }
    }

    private static async Task Split(Workload workload, int rounds, double seconds)
    {
        var data = workload.LoadData();
        await using var cluster = await GrainsTrainer.Start(workload);
        var threadCounts = new[] { 1, Environment.ProcessorCount }.Distinct().ToArray();
        var parts = threadCounts.ToDictionary(threads => threads, _ => new List<IReadOnlyDictionary<StepPart, double>>());
        var grains = new List<double>();
        for (var round = 0; round < rounds; round++)
        {
            foreach (var threads in threadCounts)
            {
                parts[threads].Add(Time(workload, data, threads, seconds));
            }

            grains.Add(await GrainsMicroseconds(cluster, workload, data, seconds));
        }

        foreach (var threads in threadCounts)
        {
            WriteParts($"arithmetic, {threads} thread{(threads > 1 ? "s" : "")}", parts[threads]);
        }

        var beyond = grains.Zip(parts[threadCounts[^1]], (whole, arithmetic) => whole - arithmetic.Values.Sum());
        Line("through the grains", Statistics.Median(grains), Statistics.Median(grains));
        Line("  beyond the arithmetic", Statistics.Median(beyond), Statistics.Median(grains));
    }

    private static void WriteParts(string title, List<IReadOnlyDictionary<StepPart, double>> rounds)
    {
        var whole = Statistics.Median(rounds.Select(round => round.Values.Sum()));
        Line(title, whole, whole);
        foreach (var part in Enum.GetValues<StepPart>())
        {
            Line($"  {part}", Statistics.Median(rounds.Select(round => round[part])), whole);
        }
    }

    private static IReadOnlyDictionary<StepPart, double> Time(Workload workload, Dataset data, int threads, double seconds)
    {
        using var team = new ComputeTeam(threads);
        var timed = new TimedStep(workload, data, Shards, team);
        var step = RunFor(timed, 0, WarmUpSeconds);
        timed.Reset();
        RunFor(timed, step, seconds);
        return timed.Microseconds;
    }

    private static long RunFor(TimedStep timed, long step, double seconds)
    {
        for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start).TotalSeconds < seconds;)
        {
            timed.Run(step++);
        }

        return step;
    }

    // Of the mean step: an epoch's last one is shorter.
    private static async Task<double> GrainsMicroseconds(
        GrainsTrainer grains, Workload workload, Dataset data, double seconds)
    {
        var rowsPerStep = data.Rows / Math.Ceiling((double)data.Rows / workload.BatchSize);
        return 1e6 * rowsPerStep / await grains.RowsPerSecond(seconds);
    }

    private static void Line(string what, double microseconds, double whole) => Console.WriteLine(
        string.Create(CultureInfo.InvariantCulture, $"  {what,-28} {microseconds,12:F2} {microseconds / whole,8:P1}"));
}
