using Granary.Grains.Interfaces.Layers;

namespace Granary.Grains.Stragglers;

/// <summary>Says which workers hold a step up.</summary>
internal static class Lateness
{
    /// <summary>The workers that the slices which are furthest behind wait for.</summary>
    /// <param name="slices">All slices.</param>
    /// <param name="workers">The shards of each worker.</param>
    /// <returns>
    /// The step, and the places of the late workers among all. None when nobody is waited for, as while slices are updated; and none when
    /// it is not one alone or a minority: then the step is long for all, and computing it twice helps nobody.
    /// </returns>
    public static (long Step, int[] Workers) Find(SliceProgress[] slices, IReadOnlyList<(int FirstShard, int EndShard)> workers)
    {
        var step = slices.Min(s => s.Version);
        var missing = slices.Where(s => s.Version == step).SelectMany(s => s.MissingShards).ToHashSet();
        int[] late = [.. Enumerable.Range(0, workers.Count)
            .Where(w => missing.Any(s => s >= workers[w].FirstShard && s < workers[w].EndShard))];
        var areFew = late.Length == 1 ? workers.Count > 1 : 2 * late.Length < workers.Count;
        return (step, areFew ? late : []);
    }
}
