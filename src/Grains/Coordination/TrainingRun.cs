using System.Diagnostics;
using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Interfaces.Layers;
using Granary.Grains.Interfaces.Workers;
using Granary.Numerics.Data;

namespace Granary.Grains.Coordination;

/// <summary>
/// One job from its first deal to its end, in the coordinator's turns: prepares layers and workers, deals spans of steps,
/// records what the workers saw, and has the test rows evaluated.
/// </summary>
/// <remarks>
/// Control only. For a span each worker gets one message with its first and last step; what the workers and the layers
/// exchange at each step does not come by here.
/// </remarks>
internal sealed class TrainingRun(
    JobSpec spec, JobFacts facts, TrainingData data, Deal deal, SpanPlanner planner, JobProgress progress, IGrainFactory grains)
{
    private readonly IWorkerGrain[] _workers = [.. deal.Workers.Select(w => grains.GetGrain<IWorkerGrain>(w.Key))];
    private readonly ILayerGrain[] _layers = [.. deal.Slices.Select(s => grains.GetGrain<ILayerGrain>(s.Key))];
    private readonly IParcelGrain[] _parcels = [.. deal.Parcels.Select(p => grains.GetGrain<IParcelGrain>(p.Key))];
    private bool _cancelled;

    /// <summary>Runs the job and returns when it has ended in one way or another.</summary>
    public async Task Run()
    {
        try
        {
            if (await Prepare())
            {
                await Train();
            }
        }
        catch (Exception) when (_cancelled)
        {
            // Workers and layers were told to forget the job, so whatever they were asked meanwhile failed.
        }
        catch (Exception e)
        {
            progress.End(JobState.Failed, $"At step {progress.Steps}: {e.Message}");
        }

        // Not when it was done or had failed before the cancellation could stop it.
        if (!progress.HasEnded)
        {
            progress.End(JobState.Cancelled);
        }

        await Release();
    }

    /// <summary>Has the job end as cancelled, soon.</summary>
    public Task Cancel()
    {
        _cancelled = true;
        return Release();
    }

    private async Task<bool> Prepare()
    {
        await Task.WhenAll(_layers.Zip(deal.Slices, (grain, slice) => grain.Prepare(slice.Assignment)));
        await Task.WhenAll(_parcels.Zip(deal.Parcels, (grain, parcel) => grain.Prepare(parcel)));
        var workers = await AllOf(_workers.Zip(deal.Workers, (grain, worker) => grain.Prepare(worker.Assignment)));
        if (Array.Find(workers, w => w.Faults.Length > 0) is { } faulty)
        {
            progress.End(
                JobState.Failed,
                $"Silo {faulty.Silo} cannot read the job's data: {string.Join(" ", faulty.Faults.Select(f => $"{f.File}: {f.Message}"))}");
            return false;
        }

        progress.Facts = facts with
        {
            Kernels = [.. workers.Select(w => w.Kernel).Distinct()],
            ComputeThreads = workers.DistinctBy(w => w.Silo).Sum(w => w.ComputeThreads),
        };
        return true;
    }

    private async Task Train()
    {
        progress.State = JobState.Running;
        while (progress.Steps < facts.TotalSteps && !_cancelled)
        {
            if (await RunSpan(progress.Steps, planner.End(progress.Steps)) is { } failure)
            {
                progress.End(JobState.Failed, failure);
                return;
            }

            if (!_cancelled && planner.IsEvaluationDue(progress.Steps))
            {
                await Evaluate();
            }
        }

        if (!_cancelled)
        {
            progress.WeightsHash = await _workers[0].HashWeights();
            progress.End(JobState.Completed);
        }
    }

    // What went wrong, or null.
    private async Task<string?> RunSpan(long from, long to)
    {
        var start = Stopwatch.GetTimestamp();
        var reports = await AllOf(_workers.Select(w => w.RunSpan(from, to)));
        var duration = Stopwatch.GetElapsedTime(start);
        planner.Learn(to - from, duration);
        return progress.Record(reports, deal.Nodes, duration) is { } step ? Explain(step, reports) : null;
    }

    private string Explain(long step, SpanReport[] reports)
    {
        var layer = reports.Where(r => r.NonFiniteStep == step).Min(r => r.NonFiniteLayer);
        var where = layer is null ? "" : $", first in layer {layer + 1} of {spec.Network.Activations.Length}";
        return $"The loss at step {step} is not a finite number{where}. "
            + $"Most likely the learning rate, {spec.Optimizer.LearningRate}, is too high: try a tenth of it. "
            + "Features of very different sizes have the same effect: try \"scale\": \"standardize\".";
    }

    private async Task Evaluate()
    {
        var rows = data.Test!.Rows;
        var blocks = (rows + EvaluationReport.BlockRows - 1) / EvaluationReport.BlockRows;
        var shares = Enumerable.Range(0, _workers.Length)
            .Select(w => (Worker: _workers[w], First: blocks * w / _workers.Length, End: blocks * (w + 1) / _workers.Length))
            .Where(s => s.First < s.End);
        progress.Record(await AllOf(shares.Select(s => s.Worker.Evaluate(s.First, s.End))), rows);
    }

    // Fails with the first failure: the other workers may be waiting for what the failed one will never send.
    private static async Task<T[]> AllOf<T>(IEnumerable<Task<T>> calls)
    {
        Task<T>[] answers = [.. calls];
        await foreach (var answer in Task.WhenEach(answers))
        {
            await answer;
        }

        return await Task.WhenAll(answers);
    }

    // Best effort: what cannot be reached has nothing left to release.
    private async Task Release()
    {
        var releases = _workers.Select(w => w.Release())
            .Concat(_layers.Select(l => l.Release()))
            .Concat(_parcels.Select(p => p.Release()))
            .ToArray();
        await Task.WhenAll(releases).ContinueWith(_ => { }, TaskScheduler.Current);
    }
}
