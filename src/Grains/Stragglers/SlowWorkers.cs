using Granary.Grains.Interfaces.Jobs;

namespace Granary.Grains.Stragglers;

/// <summary>Notices workers that hold the others up: those that work much longer on a step than the others, for some time.</summary>
internal sealed class SlowWorkers
{
    // Shards are assigned whole, so some difference is nobody's fault.
    private const double Slower = 2;
    private static readonly TimeSpan Noticed = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, TimeSpan> _slowFor = [];

    /// <summary>Looks at what the workers did in a span.</summary>
    /// <param name="workers">The workers.</param>
    /// <param name="duration">How long the span took.</param>
    /// <returns>Workers that have now been slow for so long that it should be told; each is told once.</returns>
    public IReadOnlyList<WorkerStatus> Look(WorkerStatus[] workers, TimeSpan duration)
    {
        var told = new List<WorkerStatus>();
        foreach (var worker in workers)
        {
            var before = _slowFor.GetValueOrDefault(worker.Silo);
            var others = workers.Where(w => w != worker).Select(Busy).Order().ToArray();
            var isSlow = others.Length > 0 && Busy(worker) > Slower * others[others.Length / 2];
            _slowFor[worker.Silo] = isSlow || before > Noticed ? before + duration : TimeSpan.Zero;
            if (before <= Noticed && _slowFor[worker.Silo] > Noticed)
            {
                told.Add(worker);
            }
        }

        return told;
    }

    private static TimeSpan Busy(WorkerStatus worker) => worker.StepTime - worker.WaitingTime;
}
