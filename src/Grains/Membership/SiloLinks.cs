using Granary.Grains.Interfaces;
using Granary.Grains.Interfaces.Silos;

namespace Granary.Grains.Membership;

/// <summary>
/// Finds out who reaches whom. The members may agree that two silos live which do not reach each other: they ask a third one, which
/// reaches both. Such two cannot work for one job.
/// </summary>
internal sealed class SiloLinks(IGrainFactory grains)
{
    // A second more than those who are asked wait for each other.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(ISiloGrain.ReachSeconds + 1);

    /// <summary>Has some silos try to reach each other.</summary>
    public async Task<HashSet<SiloPair>> FindBroken(string[] silos)
    {
        var pairs = await Task.WhenAll(silos.Select(s => FindBroken(s, silos)));
        return [.. pairs.SelectMany(p => p)];
    }

    /// <summary>
    /// Silos of which each reaches each: leaves out those that do not answer, then whoever is in most broken pairs, of equals the one with
    /// the fewest threads, of these the last.
    /// </summary>
    public static SiloCapacity[] Choose(IEnumerable<SiloCapacity> silos, IReadOnlySet<SiloPair> broken)
    {
        var chosen = silos.Where(s => !broken.Contains(SiloPair.Of(s.Address, s.Address))).ToList();
        while (chosen.Where(s => Broken(s) > 0).OrderBy(Broken).ThenByDescending(s => s.Threads).LastOrDefault() is { } worst)
        {
            chosen.Remove(worst);
        }

        return [.. chosen];

        int Broken(SiloCapacity silo) => chosen.Count(other => other != silo && broken.Contains(SiloPair.Of(silo.Address, other.Address)));
    }

    /// <summary>Says why a silo was left out: the chosen ones that it does not reach, or that it answers none of them.</summary>
    public static string Explain(string silo, string[] chosen, IReadOnlySet<SiloPair> broken)
    {
        var unreached = chosen.Select(c => SiloPair.Of(silo, c)).Where(broken.Contains).ToArray();
        return unreached.Length == 0 || unreached.Length == chosen.Length
            ? SiloPair.Of(silo, silo).ToString()
            : string.Join(", ", unreached);
    }

    private async Task<IEnumerable<SiloPair>> FindBroken(string silo, string[] silos)
    {
        try
        {
            var others = silos.Where(s => s != silo).ToArray();
            var silent = await grains.GetGrain<ISiloGrain>(GrainKeys.Silo(silo)).FindSilent(others).WaitAsync(Patience);
            return silent.Select(other => SiloPair.Of(silo, other));
        }
        catch (Exception e) when (SiloLoss.Is(e))
        {
            return [SiloPair.Of(silo, silo)];
        }
    }
}
