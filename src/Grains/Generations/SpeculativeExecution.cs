using System.Diagnostics;
using Granary.Grains.Interfaces;
using Granary.Grains.Interfaces.Workers;
using Granary.Grains.Membership;
using Granary.Grains.Stragglers;

namespace Granary.Grains.Generations;

/// <summary>
/// Waits for a span. When it takes much longer than its steps took so far, asks the slices whom they wait for, and has the shards of
/// those workers assigned to a backup as well, as <see cref="WorkerSlot"/> tells.
/// </summary>
internal static class SpeculativeExecution
{
    // What does not answer within it has worse troubles than being late.
    private static readonly TimeSpan AskPatience = TimeSpan.FromSeconds(2);

    /// <summary>Waits for the reports of a span.</summary>
    /// <param name="generation">Who runs the span.</param>
    /// <param name="from">The first step.</param>
    /// <param name="to">One past the last step.</param>
    /// <param name="patience">How long nobody is late; null when the steps' speed is not known.</param>
    /// <param name="deadline">How long to wait at all.</param>
    /// <exception cref="TimeoutException">The deadline has passed.</exception>
    /// <exception cref="RefusedException">The generation was released meanwhile.</exception>
    public static async Task<SpanReport[]> RunSpan(AssignedGrains generation, long from, long to, TimeSpan? patience, TimeSpan deadline)
    {
        var start = Stopwatch.GetTimestamp();
        var span = generation.RunSpan(from, to);
        while (true)
        {
            var left = deadline - Stopwatch.GetElapsedTime(start);
            var isLast = patience is null || left <= patience;
            try
            {
                return await span.WaitAsync(isLast ? TimeSpan.FromTicks(Math.Max(0, left.Ticks)) : patience!.Value);
            }
            catch (TimeoutException) when (!isLast && !span.IsFaulted)
            {
                // Unless it has come to its end just now.
                await (span.IsCompleted ? Task.CompletedTask : StartBackup(generation, to));
            }
        }
    }

    private static async Task StartBackup(AssignedGrains generation, long to)
    {
        if (generation.IsReleased)
        {
            throw new RefusedException("The generation was released.");
        }

        try
        {
            var slices = await generation.GetProgress().WaitAsync(AskPatience);
            var (step, late) = Lateness.Find(slices, generation.Ranges);
            if (step < to)
            {
                generation.StartBackup(late, step, to);
            }
        }
        catch (Exception e) when (SiloLoss.Is(e))
        {
            // Whom the slices wait for is not known. The span itself ends with the loss, if it is one.
        }
    }
}
