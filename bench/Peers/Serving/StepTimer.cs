using System.Diagnostics;
using Granary.Numerics.Sharding;

namespace Granary.Benchmarks.Peers.Serving;

/// <summary>Times steps.</summary>
public static class StepTimer
{
    private const int WarmUpSteps = 20;
    private const double WarmUpSeconds = 0.5;

    // The clock is read once in about so many seconds, not at each of a million steps.
    private const double BlockSeconds = 0.01;

    /// <summary>Rows a second, after a warm-up.</summary>
    /// <param name="step">Takes the next step; the first one is step 0 of <paramref name="schedule"/>.</param>
    /// <param name="schedule">Says how many rows a step has.</param>
    /// <param name="seconds">How long is measured.</param>
    public static double RowsPerSecond(Action step, BatchSchedule schedule, double seconds)
    {
        Run(step, WarmUpSteps);
        var (warmUp, _) = RunFor(step, WarmUpSeconds, blockSteps: 1);
        var (steps, elapsed) = RunFor(step, seconds, Math.Max(1, (int)(warmUp / WarmUpSeconds * BlockSeconds)));
        var first = WarmUpSteps + warmUp;
        return (RowsBefore(schedule, first + steps) - RowsBefore(schedule, first)) / elapsed;
    }

    private static (long Steps, double Elapsed) RunFor(Action step, double seconds, int blockSteps)
    {
        var start = Stopwatch.GetTimestamp();
        for (var steps = 0L; ;)
        {
            Run(step, blockSteps);
            steps += blockSteps;
            if (Stopwatch.GetElapsedTime(start).TotalSeconds is var elapsed && elapsed >= seconds)
            {
                return (steps, elapsed);
            }
        }
    }

    private static void Run(Action step, int count)
    {
        for (var i = 0; i < count; i++)
        {
            step();
        }
    }

    // An epoch's last mini-batch is smaller, so steps alone do not say how much was done.
    private static double RowsBefore(BatchSchedule schedule, long step) =>
        ((double)schedule.Epoch(step) * schedule.Rows) + schedule.FirstRow(step);
}
