using Granary.Grains.Interfaces;
using Granary.Grains.Interfaces.Checkpoints;
using Granary.Grains.Interfaces.Layers;
using Granary.Grains.Interfaces.Silos;
using Granary.Grains.Interfaces.Workers;

namespace Granary.Grains.Coordination;

/// <summary>The grains of one generation of a job, and what the coordinator asks of all of them at a time.</summary>
/// <param name="number">The generation.</param>
/// <param name="deal">Who does what.</param>
/// <param name="members">The members of the cluster when it was dealt, with those that did not answer.</param>
/// <param name="grains">To reach the grains.</param>
internal sealed class Generation(long number, Deal deal, string[] members, IGrainFactory grains)
{
    private static readonly TimeSpan ReleasePatience = TimeSpan.FromSeconds(2);

    private readonly IWorkerGrain[] _workers = [.. deal.Workers.Select(w => grains.GetGrain<IWorkerGrain>(w.Key))];
    private readonly ILayerGrain[] _layers = [.. deal.Slices.Select(s => grains.GetGrain<ILayerGrain>(s.Key))];
    private readonly LinkWatch _watch = new([.. SilosOf(deal)], new SiloLinks(grains));
    private readonly IParcelGrain[] _parcels = [.. deal.Parcels.Select(p => grains.GetGrain<IParcelGrain>(p.Key))];

    public long Number => number;

    public Deal Deal => deal;

    /// <summary>The silos that take part.</summary>
    public IEnumerable<string> Silos => SilosOf(deal);

    /// <summary>Has slices get their parameters, then workers their data and weights.</summary>
    public async Task<WorkerFacts[]> Prepare()
    {
        await AllOf(_layers.Zip(deal.Slices, (grain, slice) => grain.Prepare(slice.Assignment)));
        await AllOf(_parcels.Zip(deal.Parcels, (grain, parcel) => grain.Prepare(parcel)));
        return await AllOf(_workers.Zip(deal.Workers, (grain, worker) => grain.Prepare(worker.Assignment)));
    }

    /// <summary>Refuses what is left of older generations, on every member that answers soon.</summary>
    public Task Fence(string jobId) => BestEffort(
        members.Select(m => grains.GetGrain<ISiloGrain>(GrainKeys.Silo(m)).Fence(jobId, number)));

    public Task<SpanReport[]> RunSpan(long from, long to) => AllOf(_workers.Select(w => w.RunSpan(from, to)));

    /// <summary>Has the workers evaluate some blocks of test rows, each its share.</summary>
    public Task<EvaluationReport[]> Evaluate(int blocks) => AllOf(Enumerable.Range(0, _workers.Length)
        .Select(w => (Worker: _workers[w], First: blocks * w / _workers.Length, End: blocks * (w + 1) / _workers.Length))
        .Where(s => s.First < s.End)
        .Select(s => s.Worker.Evaluate(s.First, s.End)));

    public async Task<string> HashWeights() => (await AllOf([_workers[0].HashWeights()]))[0];

    /// <summary>Has all slices set a copy of a version aside.</summary>
    public Task Capture(long version) => AllOf(_layers.Select(l => l.Capture(number, version).AsTask()));

    /// <summary>Waits until the copies are written, and gives their files in the order of the slices.</summary>
    public Task<CheckpointEntry[]> Captured(long version) => AllOf(_layers.Select(l => l.Captured(version)));

    /// <summary>Has all grains forget the job. What cannot be reached has nothing left to release.</summary>
    public Task Release() => BestEffort(
        _workers.Select(w => w.Release()).Concat(_layers.Select(l => l.Release())).Concat(_parcels.Select(p => p.Release())));

    private static async Task BestEffort(IEnumerable<Task> calls)
    {
        var all = Task.WhenAll(calls);
        await Task.WhenAny(all, Task.Delay(ReleasePatience));

        // Looked at, so that nobody reports it as forgotten.
        _ = all.ContinueWith(t => t.Exception, TaskScheduler.Default);
    }

    private static IEnumerable<string> SilosOf(Deal deal) =>
        deal.Workers.Select(w => w.Silo).Concat(deal.Slices.Select(s => GrainKeys.SiloOf(s.Key))).Distinct();

    private async Task<T[]> AllOf<T>(IEnumerable<Task<T>> calls)
    {
        Task<T>[] answers = [.. calls];
        await AllOf((IEnumerable<Task>)answers);
        return await Task.WhenAll(answers);
    }

    private Task AllOf(IEnumerable<Task> calls) => _watch.While(FirstFailure(calls));

    // Fails with the first failure: the others may be waiting for what the failed one will never send.
    private static async Task FirstFailure(IEnumerable<Task> calls)
    {
        await foreach (var answer in Task.WhenEach(calls))
        {
            await answer;
        }
    }
}
