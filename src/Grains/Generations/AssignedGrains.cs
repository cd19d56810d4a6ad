using Granary.Grains.Assignments;
using Granary.Grains.Checkpoints;
using Granary.Grains.Interfaces;
using Granary.Grains.Interfaces.Checkpoints;
using Granary.Grains.Interfaces.Layers;
using Granary.Grains.Interfaces.Silos;
using Granary.Grains.Interfaces.Workers;
using Granary.Grains.Membership;
using Granary.Grains.Stragglers;

namespace Granary.Grains.Generations;

/// <summary>The grains of one generation of a job, and what the coordinator asks of all of them at a time.</summary>
/// <param name="number">The generation.</param>
/// <param name="assignment">Who does what.</param>
/// <param name="members">The members of the cluster when it was assigned, with those that did not answer.</param>
/// <param name="grains">To reach the grains.</param>
/// <param name="tellLate">Tells about a silo that is late: the silo as it is shown, and what happened.</param>
internal sealed class AssignedGrains(
    long number, JobAssignment assignment, string[] members, IGrainFactory grains, Action<string, string> tellLate) : ICapturedSlices
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly WorkerSlot[] _slots = [.. assignment.Workers.Select(w => new WorkerSlot(w, key => grains.GetGrain<IWorkerGrain>(key), tellLate))];
    private readonly ILayerGrain[] _layers = [.. assignment.Slices.Select(s => grains.GetGrain<ILayerGrain>(s.Key))];
    private readonly LinkWatch _watch = new([.. SilosOf(assignment)], new SiloLinks(grains));
    private readonly IBucketGrain[] _buckets = [.. assignment.Buckets.Select(p => grains.GetGrain<IBucketGrain>(p.Key))];

    // Above those of the assignment.
    private int _nextOrdinal = members.Length * assignment.Workers[0].Assignment.Spec.WorkersPerSilo;

    public long Number => number;

    public JobAssignment Assignment => assignment;

    /// <summary>The silos that take part.</summary>
    public IEnumerable<string> Silos => SilosOf(assignment);

    /// <summary>How many silos hold slices.</summary>
    public int SliceSilos => assignment.Slices.Select(s => GrainKeys.SiloOf(s.Key)).Distinct().Count();

    /// <summary>The shards of each worker.</summary>
    public (int FirstShard, int EndShard)[] Ranges { get; } =
        [.. assignment.Workers.Select(w => (w.Assignment.FirstShard, w.Assignment.EndShard))];

    /// <summary>For each worker's shards, the silo that computes them now.</summary>
    public string[] WorkerSilos => [.. _slots.Select(s => s.Silo)];

    /// <summary>The silos of workers that are late and have not caught up.</summary>
    public IEnumerable<string> LateSilos => _slots.Select(s => s.LateSilo).OfType<string>();

    /// <summary>Whether its grains were told to forget the job.</summary>
    public bool IsReleased { get; private set; }

    /// <summary>Has slices get their parameters, then workers their data and weights.</summary>
    public async Task<WorkerFacts[]> Prepare()
    {
        await AllOf(_layers.Zip(assignment.Slices, (grain, slice) => grain.Prepare(slice.Assignment)));
        await AllOf(_buckets.Zip(assignment.Buckets, (grain, bucket) => grain.Prepare(bucket)));
        return await AllOf(_slots.Zip(assignment.Workers, (slot, worker) => slot.Worker.Prepare(worker.Assignment)));
    }

    /// <summary>Refuses what is left of older generations, on every member that answers soon.</summary>
    /// <returns>The members that had something left, and how many grains.</returns>
    public async Task<(string Silo, int Grains)[]> Fence(string jobId)
    {
        var fences = members.Select(m => (Silo: m, Grains: grains.GetGrain<ISiloGrain>(GrainKeys.Silo(m)).Fence(jobId, number))).ToArray();
        await BestEffort(fences.Select(f => f.Grains));
        return [.. fences.Where(f => f.Grains is { IsCompletedSuccessfully: true, Result: > 0 }).Select(f => (f.Silo, f.Grains.Result))];
    }

    public Task<SpanReport[]> RunSpan(long from, long to) => AllOf(_slots.Select(s => s.Run(from, to)));

    /// <summary>Has the job's schedule go on with another learning rate.</summary>
    public Task SetLearningRate(double rate) => AllOf(_layers.Select(l => l.SetLearningRate(number, rate).AsTask()));

    /// <summary>How far the slices are, and whom they wait for.</summary>
    public Task<SliceProgress[]> GetProgress() => AllOf(_layers.Select(l => l.GetProgress(number).AsTask()));

    /// <summary>
    /// Assigns the shards of stragglers to backup workers, on silos without a straggler, the one with the fewest workers first. Does
    /// nothing where there is none, or where a second worker is at it already.
    /// </summary>
    /// <param name="late">The places of the late workers.</param>
    /// <param name="step">The step that the slices wait for.</param>
    /// <param name="to">The end of the span.</param>
    public void StartBackup(int[] late, long step, long to)
    {
        var silos = Silos.Except(late.Select(w => _slots[w].Silo)).Except(LateSilos).ToArray();
        foreach (var slot in late.Select(w => _slots[w]).Where(s => s.MayHaveBackup && silos.Length > 0 && assignment.Buckets.Length > 0))
        {
            var silo = silos.MinBy(s => _slots.Count(other => other.Silo == s || other.BackupSilo == s))!;
            slot.StartBackup(GrainKeys.Worker(assignment.Workers[0].Assignment.JobId, number, _nextOrdinal++, silo), step, to);
        }
    }

    /// <summary>Looks whether two workers of the same shards gave different bits.</summary>
    /// <exception cref="DisagreementException">They did.</exception>
    public void ThrowIfDifferent() => Array.ForEach(_slots, s => s.ThrowIfDifferent());

    /// <summary>Has the workers evaluate some blocks of rows, each its share.</summary>
    public Task<EvaluationReport[]> Evaluate(EvaluatedRows which, int blocks) => AllOf(Enumerable.Range(0, _slots.Length)
        .Select(w => (_slots[w].Worker, First: blocks * w / _slots.Length, End: blocks * (w + 1) / _slots.Length))
        .Where(s => s.First < s.End)
        .Select(s => s.Worker.Evaluate(which, s.First, s.End)));

    public async Task<string> HashWeights() => (await AllOf([_slots[0].Worker.HashWeights()]))[0];

    /// <inheritdoc/>
    public Task Capture(long version) => AllOf(_layers.Select(l => l.Capture(number, version).AsTask()));

    /// <inheritdoc/>
    public async Task<CheckpointEntry[]> Captured(long version)
    {
        var written = Task.WhenAll(_layers.Select(l => l.Captured(version)));
        await _watch.While(written);
        return await written;
    }

    /// <summary>Has all grains forget the job. What cannot be reached has nothing left to release.</summary>
    public Task Release()
    {
        IsReleased = true;
        return BestEffort(
            _slots.SelectMany(s => s.Release()).Concat(_layers.Select(l => l.Release())).Concat(_buckets.Select(p => p.Release())));
    }

    private static async Task BestEffort(IEnumerable<Task> calls)
    {
        var all = Task.WhenAll(calls);
        await Task.WhenAny(all, Task.Delay(Patience));

        // Looked at, so that nobody reports it as forgotten.
        _ = all.ContinueWith(t => t.Exception, TaskScheduler.Default);
    }

    private static IEnumerable<string> SilosOf(JobAssignment assignment) =>
        assignment.Workers.Select(w => w.Silo).Concat(assignment.Slices.Select(s => GrainKeys.SiloOf(s.Key))).Distinct();

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
