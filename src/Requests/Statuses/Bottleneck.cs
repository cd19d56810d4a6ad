using Granary.Grains.Interfaces.Jobs;

namespace Granary.Requests.Statuses;

/// <summary>
/// The silo that holds the others up. In a synchronous step all workers take the same time, so the slow one is known by what it
/// does not do: it waits least, while all others wait for it.
/// </summary>
/// <param name="Silo">Its address.</param>
/// <param name="Share">The share of a step that its busiest worker waits, from 0 to 1.</param>
/// <param name="OthersShare">The least share that any other silo's busiest worker waits.</param>
internal sealed record Bottleneck(string Silo, double Share, double OthersShare)
{
    // Smaller differences come and go: the network's, and the machine's own unrest.
    private const double LeastDifference = 0.2;

    /// <summary>Finds it; null when no silo stands out, or there is only one.</summary>
    public static Bottleneck? Find(IEnumerable<WorkerStatus> workers)
    {
        var silos = workers
            .GroupBy(w => w.Silo, (silo, its) => (Silo: silo, Share: its.Min(w => w.WaitingShare())))
            .OrderBy(s => s.Share)
            .ToList();
        return silos is [var first, var second, ..] && second.Share - first.Share >= LeastDifference
            ? new Bottleneck(first.Silo, first.Share, second.Share)
            : null;
    }
}
