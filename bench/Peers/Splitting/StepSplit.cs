using System.Diagnostics;
using System.Globalization;
using Granary.Benchmarks.Peers.Serving;
using Granary.Benchmarks.Peers.Workloads;
using Granary.Numerics.Data;
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
            await Split(folder.Workload, options.Seconds);
        }
    }

    private static async Task Split(Workload workload, double seconds)
    {
        Console.WriteLine($"{string.Join('-', workload.Dimensions)}, batch {workload.BatchSize}, {Shards} shards: us a step, share");
        var data = workload.LoadData();
        var arithmetic = 0.0;
        foreach (var threads in new[] { 1, Environment.ProcessorCount }.Distinct())
        {
            var timed = Time(workload, data, threads, seconds);
            arithmetic = timed.Microseconds.Values.Sum();
            Line($"arithmetic, {threads} threads", arithmetic, arithmetic);
            foreach (var (part, microseconds) in timed.Microseconds)
            {
                Line($"  {part}", microseconds, arithmetic);
            }
        }

        var grains = await GrainsMicroseconds(workload, data, seconds);
        Line("through the grains", grains, grains);
        Line("  beyond the arithmetic", grains - arithmetic, grains);
    }

    private static TimedStep Time(Workload workload, Dataset data, int threads, double seconds)
    {
        using var team = new ComputeTeam(threads);
        var timed = new TimedStep(workload, data, Shards, team);
        var step = RunFor(timed, 0, WarmUpSeconds);
        timed.Reset();
        RunFor(timed, step, seconds);
        return timed;
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
    private static async Task<double> GrainsMicroseconds(Workload workload, Dataset data, double seconds)
    {
        await using var grains = await GrainsTrainer.Start(workload);
        var rowsPerStep = data.Rows / Math.Ceiling((double)data.Rows / workload.BatchSize);
        return 1e6 * rowsPerStep / await grains.RowsPerSecond(seconds);
    }

    private static void Line(string what, double microseconds, double whole) => Console.WriteLine(
        string.Create(CultureInfo.InvariantCulture, $"  {what,-28} {microseconds,12:F2} {microseconds / whole,8:P1}"));
}
