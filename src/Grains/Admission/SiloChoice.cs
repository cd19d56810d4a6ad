using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Interfaces.Layers;
using Granary.Grains.Membership;

namespace Granary.Grains.Admission;

/// <summary>
/// Which silos a job gets when it is trained on some of them: those that it is on already, its home, then those with the fewest other jobs, the most compute
/// threads, and the coordinator's own, whose calls are local. Where the job does not fit there, those with the most memory.
/// </summary>
/// <param name="jobId">The job.</param>
/// <param name="spec">What it is.</param>
/// <param name="here">The coordinator's silo.</param>
internal sealed class SiloChoice(string jobId, JobSpec spec, string here)
{
    /// <summary>The numbers of silos that a job may be tried on: powers of two, and all.</summary>
    /// <param name="silos">How many silos there are.</param>
    public static IEnumerable<int> Numbers(int silos)
    {
        for (var number = 1; number < silos; number *= 2)
        {
            yield return number;
        }

        yield return silos;
    }

    /// <summary>Chooses silos.</summary>
    /// <param name="silos">The silos to choose from.</param>
    /// <param name="count">How many.</param>
    /// <param name="inUse">The addresses of those that the job is on.</param>
    /// <param name="home">The address of the one on which it is best alone; null for any.</param>
    /// <param name="cut">How its layers are cut; null for the cut that these silos would get.</param>
    /// <param name="data">Its data, as far as it is known.</param>
    /// <returns>The silos, in the order in which they were given; null when the job fits on no so many of them.</returns>
    public SiloCapacity[]? Choose(IReadOnlyList<SiloCapacity> silos, int count, IReadOnlyCollection<string> inUse, string? home, CutSpec? cut, DataMemory data)
    {
        var ranked = silos
            .OrderByDescending(s => inUse.Contains(s.Address))
            .ThenByDescending(s => s.Address == home)
            .ThenBy(s => s.Jobs.Count(j => j != jobId))
            .ThenByDescending(s => s.Threads)
            .ThenByDescending(s => s.Address == here);
        var chosen = First(ranked, silos, count);
        if (inUse.Count == count && chosen.All(s => inUse.Contains(s.Address)))
        {
            // What it has there is counted as used.
            return chosen;
        }

        if (MemoryCheck.Fits(spec, chosen, cut, data))
        {
            return chosen;
        }

        chosen = Roomiest(silos, count);
        return MemoryCheck.Fits(spec, chosen, cut, data) ? chosen : null;
    }

    /// <summary>Looks whether a job that has no silos yet fits, on as many as it asks for, or on any number.</summary>
    /// <param name="silos">The silos to choose from, at least one.</param>
    /// <param name="cut">How its layers are cut; null for the cut that these silos would get.</param>
    /// <param name="data">Its data, as far as it is known.</param>
    /// <returns>Null when it fits; otherwise what it needs, what there is, and what would help.</returns>
    public string? FindLack(IReadOnlyList<SiloCapacity> silos, CutSpec? cut, DataMemory data)
    {
        int[] numbers = spec.Silos is { } asked ? [Math.Min(asked, silos.Count)] : [.. Numbers(silos.Count)];
        return numbers.Any(n => Choose(silos, n, [], null, cut, data) is not null)
            ? null
            : MemoryCheck.FindLack(spec, Roomiest(silos, numbers[^1]), cut, data);
    }

    private static SiloCapacity[] Roomiest(IReadOnlyList<SiloCapacity> silos, int count) =>
        First(silos.OrderByDescending(s => s.Memory.Free), silos, count);

    private static SiloCapacity[] First(IEnumerable<SiloCapacity> ranked, IReadOnlyList<SiloCapacity> silos, int count)
    {
        var first = ranked.Take(count).ToHashSet();
        return [.. silos.Where(first.Contains)];
    }
}
