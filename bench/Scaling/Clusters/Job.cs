using System.Diagnostics;
using Granary.Grains.Interfaces.Jobs;

namespace Granary.Benchmarks.Scaling.Clusters;

/// <summary>A submitted job.</summary>
/// <param name="coordinator">Its coordinator.</param>
public sealed class Job(ICoordinatorGrain coordinator)
{
    // Short against a span, so that each span's end is seen.
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(25);

    /// <summary>Code is compiled meanwhile, and spans grow.</summary>
    public static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1.5);

    // A silo that leaves takes the client's connections to it along.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly SortedSet<long> _spanEnds = [];

    /// <summary>
    /// Spans a step, once their length has settled; each costs one message from the coordinator to each worker. The first quarter of
    /// the steps does not count, in which spans grow, nor does the last span, which the job's end cuts short.
    /// </summary>
    /// <exception cref="InvalidOperationException">The job was too short to tell.</exception>
    public double SpansPerStep
    {
        get
        {
            var settled = _spanEnds.Where(end => 4 * end >= _spanEnds.Max && end < _spanEnds.Max).ToList();
            return settled.Count > 1
                ? (settled.Count - 1.0) / (settled[^1] - settled[0])
                : throw new InvalidOperationException($"Spans ended at steps {string.Join(", ", _spanEnds)}: too few to count.");
        }
    }

    /// <summary>Waits for its end.</summary>
    public Task<JobStatus> Completed() => Follow(s => s.State == JobState.Completed);

    /// <summary>Waits until so many workers have done a span.</summary>
    public Task WorkedOnBy(int workers) => Follow(s => s.State == JobState.Running && s.Workers.Length == workers);

    /// <summary>Lets it run, measures from the end of one span to that of another, and cancels it.</summary>
    /// <param name="seconds">How long is measured at least.</param>
    /// <param name="warmUp">How long it trains before.</param>
    /// <returns>The last status, and steps a second.</returns>
    public async Task<(JobStatus Status, double StepsPerSecond)> Measure(double seconds, TimeSpan warmUp)
    {
        await Follow(s => s.Steps > 0);
        await Task.Delay(warmUp);
        var from = await NextSpanEnd();
        var start = Stopwatch.GetTimestamp();
        await Task.Delay(TimeSpan.FromSeconds(seconds));
        var to = await NextSpanEnd();
        var stepsPerSecond = (to - from) / Stopwatch.GetElapsedTime(start).TotalSeconds;
        await coordinator.Cancel();
        return (await Follow(s => s.State == JobState.Cancelled), stepsPerSecond);
    }

    private async Task<long> NextSpanEnd()
    {
        var steps = (await GetStatus()).Steps;
        return (await Follow(s => s.Steps > steps)).Steps;
    }

    /// <summary>Follows it until something is reached.</summary>
    /// <exception cref="InvalidOperationException">It failed, or ended without.</exception>
    private async Task<JobStatus> Follow(Predicate<JobStatus> isReached)
    {
        while (true)
        {
            var status = await GetStatus();
            if (status.Steps > 0)
            {
                _spanEnds.Add(status.Steps);
            }

            if (isReached(status))
            {
                return status;
            }

            if (status.State is JobState.Failed or JobState.Completed or JobState.Cancelled)
            {
                throw new InvalidOperationException($"The job has ended as {status.State} at step {status.Steps}: {status.Error}");
            }

            await Task.Delay(Poll);
        }
    }

    private async Task<JobStatus> GetStatus()
    {
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return (await coordinator.GetStatus())!;
            }
            catch (Exception e) when (e is OrleansException or TimeoutException && Stopwatch.GetElapsedTime(start) < Patience)
            {
                await Task.Delay(Poll);
            }
        }
    }
}
