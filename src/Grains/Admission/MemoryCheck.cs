using Granary.Formulas.Optimizers;
using Granary.Grains.Assignments;
using Granary.Grains.Interfaces;
using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Interfaces.Layers;
using Granary.Grains.Interfaces.Workers;
using Granary.Grains.Mapping;
using Granary.Grains.Membership;
using Granary.Grains.Records;
using Granary.Numerics.Slicing;

namespace Granary.Grains.Admission;

/// <summary>Whether a job fits into the memory that the silos have free, and what would help where it does not.</summary>
internal static class MemoryCheck
{
    private static readonly int[] MoreSilos = [2, 3, 4, 6, 8, 12, 16];

    /// <summary>Looks whether a job fits.</summary>
    /// <param name="spec">The job.</param>
    /// <param name="silos">The silos it would be assigned to, at least one.</param>
    /// <param name="cut">How its layers are cut; null for the cut that these silos would get.</param>
    /// <param name="data">Its data, as far as it is known.</param>
    /// <returns>Null when it fits; otherwise what it needs, what there is, and what would help.</returns>
    public static string? FindLack(JobSpec spec, IReadOnlyList<SiloCapacity> silos, CutSpec? cut, DataMemory data)
    {
        var all = silos.DistinctBy(s => s.Memory.Host).Sum(s => (double)s.Memory.HostFree);
        if (JobMemory.Least(spec) is var least && least > all)
        {
            // Not cut first, since that alone may take more memory than there is.
            return $"found a network that needs at least {Explanations.Bytes(least)} for its weights, gradients and optimizer state, more than the "
                + $"{Explanations.Bytes(all)} that {Explanations.Count(silos.Count, "silo")} {(silos.Count == 1 ? "has" : "have")} free. {Help(spec, silos, data)}";
        }

        return WorstLack(spec, silos, cut, data) is { } lack ? $"{lack} {Help(spec, silos, data)}" : null;
    }

    /// <summary>Whether a job fits, as <see cref="FindLack"/> looks.</summary>
    public static bool Fits(JobSpec spec, IReadOnlyList<SiloCapacity> silos, CutSpec? cut, DataMemory data) =>
        JobMemory.Least(spec) <= silos.DistinctBy(s => s.Memory.Host).Sum(s => (double)s.Memory.HostFree)
        && WorstLack(spec, silos, cut, data) is null;

    private static string? WorstLack(JobSpec spec, IReadOnlyList<SiloCapacity> silos, CutSpec? cut, DataMemory data)
    {
        var needs = Needs(spec, silos, cut, data);
        var silo = silos.Where(s => Need(s) > s.Memory.Free).MaxBy(s => Need(s) - s.Memory.Free);
        if (silo is not null)
        {
            return $"found a job that needs {Explanations.Bytes(Need(silo))} of memory on silo {GrainKeys.EndpointOf(silo.Address)}, which has "
                + $"{Explanations.Bytes(silo.Memory.Free)} free of {Explanations.Bytes(silo.Memory.Limit)}.";
        }

        var host = silos.GroupBy(s => s.Memory.Host).FirstOrDefault(h => h.Sum(Need) > h.Min(s => s.Memory.HostFree));
        return host is null
            ? null
            : $"found a job that needs {Explanations.Bytes(host.Sum(Need))} of memory on the machine of {Explanations.Count(host.Count(), "silo")} "
                + $"({string.Join(", ", host.Select(s => GrainKeys.EndpointOf(s.Address)))}), which has {Explanations.Bytes(host.Min(s => s.Memory.HostFree))} free.";

        long Need(SiloCapacity s) => needs.GetValueOrDefault(s.Address);
    }

    private static Dictionary<string, long> Needs(JobSpec spec, IReadOnlyList<SiloCapacity> silos, CutSpec? cut, DataMemory data)
    {
        var used = cut ?? SlicePlan.For(spec.Network.ToShape(), silos.Count).ToSpec();
        var facts = new DataFacts(0, 0, spec.Network.Dimensions[0], [], null);
        return JobMemory.Of(JobAssignment.Make("", spec, facts, used, 1, silos), spec, used, data);
    }

    private static bool Fits(JobSpec spec, IReadOnlyList<SiloCapacity> silos, DataMemory data) => Fits(spec, silos, null, data);

    private static string Help(JobSpec spec, IReadOnlyList<SiloCapacity> silos, DataMemory data)
    {
        var help = new List<string>();
        var more = MoreSilos.Where(n => n > silos.Count).FirstOrDefault(n => Fits(spec, Alike(silos, n), data));
        if (more > 0)
        {
            help.Add($"{more} silos on machines of their own");
        }

        var plain = spec with { Optimizer = spec.Optimizer with { Name = OptimizerKind.Sgd } };
        if (Fits(plain, silos, data))
        {
            help.Add("optimizer sgd, which keeps no state");
        }

        if (spec.BatchSize > 1 && Fits(spec with { BatchSize = 1 }, silos, data))
        {
            help.Add("a smaller batchSize");
        }

        help.Add($"smaller layers: {LargestLayer(spec.Network.Dimensions)}");
        if (Fits(spec, [.. silos.Select(s => s with { Memory = s.Memory with { Free = s.Memory.Limit, HostFree = s.Memory.Limit } })], data))
        {
            help.Add("waiting until what else uses the memory has ended");
        }

        return $"What would help: {string.Join("; ", help)}.";
    }

    // Silos as large as the smallest one, each on a machine of its own.
    private static SiloCapacity[] Alike(IReadOnlyList<SiloCapacity> silos, int count)
    {
        var least = silos.MinBy(s => s.Memory.Free)!;
        return [.. Enumerable.Range(0, count).Select(i => least with
        {
            Address = $"127.0.0.1:{i + 1}@{i + 1}",
            Machine = null,
            Memory = least.Memory with { Host = $"{i}" },
        })];
    }

    private static string LargestLayer(int[] dimensions)
    {
        var l = Enumerable.Range(0, dimensions.Length - 1).MaxBy(i => (double)dimensions[i] * dimensions[i + 1]);
        return $"the weights of layer {l + 1} ({dimensions[l]} x {dimensions[l + 1]}) alone take "
            + $"{Explanations.Bytes(sizeof(float) * (double)dimensions[l] * dimensions[l + 1])}";
    }
}
