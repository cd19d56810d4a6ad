using Granary.Benchmarks.Faults.Clusters;
using Granary.Benchmarks.Faults.Planning;
using Granary.Grains.Interfaces.Jobs;

namespace Granary.Benchmarks.Faults.Measuring;

/// <summary>
/// Healthy silos that compute as much as they can, more of them than the machine has cores: nobody may be declared dead because it
/// answers late.
/// </summary>
public static class LoadRun
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Runs it.</summary>
    /// <param name="seconds">For how long.</param>
    public static async Task<LoadResult> Run(int seconds)
    {
        var silos = 2 * Environment.ProcessorCount;
        await using var cluster = new FaultCluster();
        await cluster.StartMany(silos);
        var spec = Jobs.Make("load", [64, 1024, 1024, 10]) with { BatchSize = 512, Checkpoint = new CheckpointSpec() };
        var id = await cluster.Submit(spec);
        var (from, _) = await cluster.Until(id, "a first step", s => s.Steps > 0, Patience);
        var (to, _) = await cluster.Until(
            id, $"{seconds} s of training", s => s.Elapsed > from.Elapsed + TimeSpan.FromSeconds(seconds), TimeSpan.FromSeconds(seconds) + Patience);
        var lost = cluster.Silos.Sum(s => s.Said.Split("was lost").Length - 1) + cluster.Silos.Count(s => s.HasExited);
        var deals = (await cluster.Events(id)).Count(e => e.Kind == JobEventKind.Assigned);
        return new LoadResult(seconds, silos, Environment.ProcessorCount, to.Steps - from.Steps, lost, to.Recoveries, deals);
    }
}

/// <summary>What became of silos under load.</summary>
/// <param name="Seconds">For how long.</param>
/// <param name="Silos">How many silos, of one compute thread each.</param>
/// <param name="Cores">How many cores they shared.</param>
/// <param name="Steps">Steps that the job did.</param>
/// <param name="Lost">Silos that another one took for lost, or that ended.</param>
/// <param name="Recoveries">How often the job went back.</param>
/// <param name="Deals">How often it was assigned; once when nothing happened.</param>
public sealed record LoadResult(int Seconds, int Silos, int Cores, long Steps, int Lost, int Recoveries, int Deals);
