using Granary.Grains.Data;
using Granary.Grains.Interfaces;
using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Interfaces.Silos;
using Granary.Grains.Mapping;
using Granary.Numerics.Data;
using Granary.Numerics.Slicing;

namespace Granary.Grains.Coordination;

/// <summary>The shell around a <see cref="TrainingRun"/>: checks a job, starts its run and tells about it.</summary>
[CollectionAgeLimit(AlwaysActive = true)]
internal sealed class CoordinatorGrain(DatasetStore store, TimeProvider time) : Grain, ICoordinatorGrain
{
    private const long FirstGeneration = 1;

    private JobProgress? _progress;
    private TrainingRun? _run;

    public async Task<SubmitResult> Submit(JobSpec spec)
    {
        var jobId = this.GetPrimaryKeyString();
        if (_progress is not null)
        {
            return new SubmitResult(jobId, []);
        }

        var submittedAt = time.GetUtcNow();
        var faults = JobSpecValidator.Validate(spec).ToArray();
        if (faults.Length > 0)
        {
            return new SubmitResult(jobId, faults);
        }

        try
        {
            var data = await store.Get(spec);
            faults = [.. DataChecks.Check(spec, data.Train)];
            if (faults.Length == 0)
            {
                await Start(jobId, spec, data, submittedAt);
            }
        }
        catch (DataException e)
        {
            faults = e.ToFaults(spec.Data);
        }

        return new SubmitResult(jobId, faults);
    }

    public Task<JobStatus?> GetStatus() => Task.FromResult(_progress?.ToStatus());

    public async Task<bool> Cancel()
    {
        if (_progress is { HasEnded: false } && _run is not null)
        {
            await _run.Cancel();
        }

        return _progress is not null;
    }

    public Task<string?> Pause() => throw new NotSupportedException();

    public Task<string?> Resume(long? fromStep) => throw new NotSupportedException();

    public Task<JobEvent[]?> GetEvents(long afterNumber) => throw new NotSupportedException();

    public Task Wake() => Task.CompletedTask;

    public Task SiloLeaves(string silo) => Task.CompletedTask;

    private async Task Start(string jobId, JobSpec spec, TrainingData data, DateTimeOffset submittedAt)
    {
        var schedule = spec.ToSchedule(data.Train.Rows);
        var silos = await ActiveSilos();
        var maxSliceWeights = SlicePlan.MaxWeightsFor(spec.Network.ToShape(), silos.Length);
        var deal = Deal.Make(jobId, spec, data.Train.Rows, maxSliceWeights, FirstGeneration, silos);
        var isClassification = data.Train.Targets == TargetKind.Classes;

        // First, so that a job that cannot be listed is not half started and may be submitted again.
        await GrainFactory.GetGrain<IJobListGrain>(0).Add(jobId);
        _progress = new JobProgress(jobId, spec, schedule, isClassification, submittedAt, time);
        _run = new TrainingRun(
            spec,
            Facts(spec, data, deal, maxSliceWeights, silos.Length),
            data,
            deal,
            new SpanPlanner(schedule, data.Test is not null),
            _progress,
            GrainFactory);

        // Not awaited: it goes on in turns of this grain while status and cancel are answered. It lets no exception out.
        _ = _run.Run();
    }

    private async Task<DealtSilo[]> ActiveSilos()
    {
        var hosts = await GrainFactory.GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true);
        return await Task.WhenAll(hosts.Keys.Order().Select(s => s.ToParsableString()).Select(async address =>
            new DealtSilo(address, (await GrainFactory.GetGrain<ISiloGrain>(GrainKeys.Silo(address)).GetFacts()).ComputeThreads)));
    }

    private static JobFacts Facts(JobSpec spec, TrainingData data, Deal deal, int maxSliceWeights, int silos)
    {
        var network = spec.Network.ToShape();
        var slices = SlicePlan.Cut(network, maxSliceWeights);
        var schedule = spec.ToSchedule(data.Train.Rows);
        return new JobFacts
        {
            Layers = [.. network.Layers.Select((l, i) => new LayerFacts(l.Inputs, l.Outputs, spec.Network.Activations[i], slices[i].Length))],
            Parameters = network.Parameters,
            TrainRows = data.Train.Rows,
            TestRows = data.Test?.Rows ?? 0,
            Classes = [.. data.Train.ClassNames],
            StepsPerEpoch = schedule.StepsPerEpoch,
            TotalSteps = schedule.TotalSteps,
            Silos = silos,
            Workers = deal.Workers.Length,
            Kernels = [],
            ComputeThreads = 0,
        };
    }
}
