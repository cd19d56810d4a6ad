using Granary.Data;
using Granary.Data.Faults;
using Granary.Grains.Compute;
using Granary.Grains.Datasets;
using Granary.Grains.Interfaces;
using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Interfaces.Layers;
using Granary.Grains.Interfaces.Workers;
using Granary.Grains.Layers;
using Granary.Grains.Mapping;
using Granary.Grains.Placement;
using Granary.Grains.Telemetry;
using Granary.Numerics.Kernels;
using Granary.Numerics.Sharding;
using Granary.Numerics.Slicing;

namespace Granary.Grains.Workers;

/// <summary>The shell around a <see cref="ShardWorker"/>.</summary>
[OnNamedSilo, CollectionAgeLimit(AlwaysActive = true)]
internal sealed class WorkerGrain(
    ComputeExecutor executor,
    DatasetStore store,
    SliceRegistry registry,
    HeldGrains held,
    ComputeOptions options,
    TrainingMetrics metrics,
    ILocalSiloDetails silo) : Grain, IWorkerGrain
{
    private ShardWorker? _worker;

    public async Task<WorkerFacts> Prepare(WorkerAssignment assignment)
    {
        Hold(assignment);
        var kernel = options.MakeKernel();
        var facts = new WorkerFacts
        {
            Silo = silo.SiloAddress.Endpoint.ToString(),
            Kernel = kernel.Name,
            ComputeThreads = executor.Team.Threads,
            Faults = [],
        };
        try
        {
            var data = await store.Get(assignment.Spec);
            if (Check(assignment, data) is { Length: > 0 } faults)
            {
                return facts with { Faults = faults };
            }

            _worker = Make(assignment, data, kernel);

            // Made here, because the executor may not ask the activation for it.
            var grains = GrainFactory;
            await _worker.ReadWeights((layer, slice) =>
                grains.GetGrain<ILayerGrain>(assignment.SliceKeys[layer][slice]).Read(assignment.Generation));
            return facts;
        }
        catch (DataException e)
        {
            return facts with { Faults = e.ToFaults(assignment.Spec.Data) };
        }
    }

    public Task<SpanReport> RunSpan(long from, long to) => Count(Get().RunSpan(from, to));

    public async Task<SpanReport> JoinSpan(WorkerAssignment assignment, long from, long to)
    {
        Hold(assignment);
        try
        {
            var data = await store.Get(assignment.Spec);
            if (Check(assignment, data) is [var fault, ..])
            {
                throw new RefusedException($"Silo {silo.SiloAddress.Endpoint} does not have the job's data: {fault.File}: {fault.Message}");
            }

            var worker = _worker = Make(assignment, data, options.MakeKernel());
            var shards = new SpeculativeShards(assignment.FirstShard, assignment.EndShard, from, to);
            var grains = GrainFactory;
            await worker.Join((layer, slice) =>
                grains.GetGrain<ILayerGrain>(assignment.SliceKeys[layer][slice]).Join(assignment.Generation, shards));
            return await Count(worker.RunSpan(from, to));
        }
        catch (DataException e)
        {
            throw new RefusedException($"Silo {silo.SiloAddress.Endpoint} cannot read the job's data: {e.Message}");
        }
    }

    public Task<SpanReport> ReportSoFar() => Task.FromResult(Get().ReportSoFar() ?? throw new RefusedException(
        $"The worker {this.GetPrimaryKeyString()} has begun no span."));

    public Task<EvaluationReport> Evaluate(EvaluatedRows which, int firstBlock, int endBlock) => Get().Evaluate(which, firstBlock, endBlock);

    public Task<string> HashWeights() => Get().HashWeights();

    public Task Release()
    {
        Forget();
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        Forget();
        return Task.CompletedTask;
    }

    private static Fault[] Check(WorkerAssignment assignment, TrainingData data) =>
        [.. SameData.Check(assignment.Data, data, assignment.Spec.Data)];

    private async Task<SpanReport> Count(Task<SpanReport> span)
    {
        var report = await span;
        metrics.RecordWorker(report.Waiting, report.BytesSent);
        return report;
    }

    // Before anything takes time, so that a fence finds it.
    private void Hold(WorkerAssignment assignment) =>
        held.Add(this.GetPrimaryKeyString(), assignment.JobId, assignment.Generation, this.AsReference<IWorkerGrain>().Release);

    private ShardWorker Make(WorkerAssignment assignment, TrainingData data, MatrixKernel kernel)
    {
        var settings = assignment.Spec.ToSettings() with { Regularization = assignment.Spec.ToRegularization(data.Train) };
        var range = new ShardRange(assignment.FirstShard, assignment.EndShard);
        var nodes = range.Nodes();
        var shapes = SlicePlan.Cut(settings.Network, assignment.Cut.ToCut());
        var layers = new WorkerLayer[shapes.Length];
        for (var l = 0; l < layers.Length; l++)
        {
            var local = Array.ConvertAll(assignment.SliceKeys[l], registry.Find);
            var isNear = Array.ConvertAll(assignment.SliceKeys[l], key => IsNear(assignment, GrainKeys.SiloOf(key)));
            layers[l] = new WorkerLayer(shapes[l], local, isNear, assignment.Generation, nodes, assignment.Spec.Wire);
        }

        LinkBuckets(assignment, nodes, layers);
        var schedule = assignment.Spec.ToSchedule(data.Train.Rows);
        return new ShardWorker(settings, schedule, data, range, layers, kernel, executor, isAlone: assignment.Buckets.Length == 0);
    }

    private void LinkBuckets(WorkerAssignment assignment, TreeNode[] nodes, WorkerLayer[] layers)
    {
        var windows = assignment.Buckets
            .Select(p => GrainKeys.SiloOf(p.Key))
            .Distinct()
            .ToDictionary(s => s, s => new SemaphoreSlim(IsNear(assignment, s) ? assignment.Buckets.Length : BucketLink.Window));
        var here = silo.SiloAddress.ToParsableString();
        var links = assignment.Buckets
            .Where(p => GrainKeys.SiloOf(p.Key) != here)
            .Select(p => (Link: Link(p), Layers: p.Slices.Select(s => s.Layer).ToHashSet()))
            .ToArray();
        for (var l = 0; l < layers.Length; l++)
        {
            var layer = l;
            var arriving = links.Where(p => p.Layers.Contains(layer)).ToArray();
            layers[l].SetBuckets([.. arriving.Where(p => p.Layers.Min() == layer).Select(p => p.Link)], [.. arriving.Select(p => p.Link)]);
        }

        BucketLink Link(BucketAssignment bucket) => new(
            GrainFactory.GetGrain<IBucketGrain>(bucket.Key),
            windows[GrainKeys.SiloOf(bucket.Key)],
            assignment.Generation,
            nodes,
            Array.ConvertAll(bucket.Slices, s => (layers[s.Layer], s.Index)));
    }

    // Whether a silo is another one that shares memory with this one.
    private bool IsNear(WorkerAssignment assignment, string other)
    {
        var here = silo.SiloAddress.ToParsableString();
        return other != here
            && assignment.Machines.TryGetValue(here, out var machine)
            && assignment.Machines.GetValueOrDefault(other) == machine;
    }

    private ShardWorker Get()
    {
        if (_worker is not null)
        {
            return _worker;
        }

        // Made by a message that came late: nobody will ever release it.
        DeactivateOnIdle();
        throw new RefusedException($"The worker {this.GetPrimaryKeyString()} is not at work here: its job has ended or was reassigned.");
    }

    private void Forget()
    {
        _worker?.Stop();
        held.Remove(this.GetPrimaryKeyString());
    }
}
