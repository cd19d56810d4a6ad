using System.Diagnostics;
using Granary.Grains.Checkpoints;
using Granary.Grains.Coordination.State;
using Granary.Grains.Interfaces.Checkpoints;
using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Interfaces.Workers;
using Granary.Numerics.Data;
using Orleans.Storage;

namespace Granary.Grains.Coordination;

/// <summary>
/// A job from a deal, or from a checkpoint, to its end or to where it is laid down, in the coordinator's turns. It deals spans of steps,
/// records what the workers saw, has test rows evaluated and checkpoints made, deals anew when silos come, leave or are lost.
/// </summary>
/// <remarks>
/// Control only: for a span each worker gets one message with its first and last step; what workers and layers exchange at each
/// step does not come by here.
/// <para>
/// <b>Generations.</b> A deal is made in a generation of its own, whose number is first written to the job's record, a
/// compare-and-swap: whoever coordinates the job beside this one cannot write any more and stops. All grains of a deal have the
/// generation in their keys and messages, and what is left of older ones is refused.
/// </para>
/// <para>
/// <b>Silos come and leave.</b> Between two spans all slices are at one version and nobody exchanges. The new generation's
/// slices copy the old one's, then the old one is released. No step is repeated.
/// </para>
/// <para>
/// <b>A silo is lost.</b> Some call fails, at the latest when the members have declared the silo dead, or when it is seen that two silos
/// do not reach each other (<see cref="LinkWatch"/>): then one of them is left out until they do. Slices may be at different
/// versions then, and some are gone, so all go back to the last checkpoint, and what was recorded since is forgotten with
/// it. The steps since are taken again and give the same bits, because every number in them follows from the job, the step and
/// the weights.
/// </para>
/// <para>
/// <b>A worker is late.</b> When a span takes much longer than planned, the slices say whose shards they wait for, and these are dealt
/// to a second worker as well (<see cref="Seat"/>). Where both answers arrive and differ, one of two machines computes wrongly: the
/// job fails, and checkpoints of later versions are dropped. While a worker has not caught up, silos that come are not dealt to.
/// </para>
/// </remarks>
internal sealed class TrainingRun(
    string jobId,
    JobJournal journal,
    Func<Task<TrainingData>> load,
    SiloRoster roster,
    CheckpointStore checkpoints,
    IGrainFactory grains,
    TimeProvider time)
{
    private readonly JobSpec _spec = journal.Record.Spec!;
    private readonly JobProgress _progress = journal.Progress!;
    private readonly RetryLimit _retries = new();
    private readonly SlowWorkers _slow = new();
    private readonly CheckpointClock _clock = new(journal.Record.Spec!.Checkpoint, time);
    private readonly DealMaker _deals = new(jobId, journal, roster, grains);
    private readonly Checkpointing _checkpointing = new(jobId, journal, checkpoints);
    private Generation? _current;
    private SpanPlanner? _planner;
    private TrainingData? _data;
    private Wish _wish;

    private enum Wish
    {
        GoOn,
        Pause,
        LayDown,
        Cancel,
        Abandon,
    }

    private bool IsAborted => _wish is Wish.Cancel or Wish.Abandon;

    /// <summary>Whether somebody else has written the job's record: whoever runs it has to read it first.</summary>
    public bool HasLostTheRecord { get; private set; }

    /// <summary>Runs the job and returns when it has ended, or was paused, laid down or abandoned. Lets no exception out.</summary>
    public async Task Run()
    {
        try
        {
            await TrainOrFail();
        }
        catch (InconsistentStateException)
        {
            HasLostTheRecord = true;
        }

        await (_current?.Release() ?? Task.CompletedTask);
    }

    private async Task TrainOrFail()
    {
        try
        {
            await Train();
            await Finish();
        }
        catch (Exception) when (_wish == Wish.Abandon)
        {
            // The job starts anew from another checkpoint.
        }
        catch (DisagreementException e)
        {
            await EndInDoubt(e);
        }
        catch (Exception e) when (e is not InconsistentStateException)
        {
            await End(JobState.Failed, $"At step {_progress.Steps}: {e.Message}");
        }
    }

    /// <summary>Has the job stop at the next span's end with a checkpoint, and wait.</summary>
    public void Pause() => _wish = _wish == Wish.GoOn ? Wish.Pause : _wish;

    /// <summary>Has this coordinator stop at the next span's end with a checkpoint; another one goes on.</summary>
    public void LayDown() => _wish = _wish == Wish.GoOn ? Wish.LayDown : _wish;

    /// <summary>Has the job end as cancelled, soon.</summary>
    public Task Cancel() => Abort(Wish.Cancel);

    /// <summary>Has this run stop, soon, without a trace.</summary>
    public Task Abandon() => Abort(Wish.Abandon);

    private Task Abort(Wish wish)
    {
        _wish = wish;
        return _current?.Release() ?? Task.CompletedTask;
    }

    private async Task Train()
    {
        _data = await load();
        _planner = new SpanPlanner(_deals.Schedule, _data.Test is not null);
        while (!_progress.HasEnded && _wish == Wish.GoOn)
        {
            try
            {
                await TrainUntilALoss();
            }
            catch (Exception) when (IsAborted)
            {
                // Grains were told to forget the job, so whatever they were asked meanwhile failed.
            }
            catch (CheckpointException e)
            {
                _checkpointing.Drop(e.Message);
                GoBack();
            }
            catch (Exception e) when (Loss.Is(e) && _retries.MayGoOn(_progress.Steps))
            {
                await Recover(e);
            }
        }
    }

    private async Task TrainUntilALoss()
    {
        if (!await Assemble(null))
        {
            return;
        }

        while (_progress.Steps < _deals.Schedule.TotalSteps && _wish == Wish.GoOn)
        {
            if (IsToBeDealtAnew(_current!) && !await Assemble(_current))
            {
                return;
            }

            if (!await RunSpan())
            {
                return;
            }

            if (_wish == Wish.GoOn && _planner!.IsEvaluationDue(_progress.Steps))
            {
                await Evaluate();
            }

            if (_clock.IsDue(_progress.Steps) && _progress.Steps < _deals.Schedule.TotalSteps)
            {
                await _checkpointing.Begin(_current!);
                _clock.Restart();
            }
        }

        if (_wish == Wish.GoOn)
        {
            _progress.WeightsHash = await _current!.HashWeights();
            await End(JobState.Completed);
        }
        else if (!IsAborted)
        {
            await _checkpointing.Complete(_current!);
        }
    }

    // Who is late would hold a new deal up. Silos that came wait until it has caught up; where some went there is no choice.
    private bool IsToBeDealtAnew(Generation generation) =>
        _deals.IsOutdated && (!generation.LateSilos.Any() || generation.Silos.Except(roster.Members).Any());

    // False when the job failed.
    private async Task<bool> Assemble(Generation? previous)
    {
        var next = await _deals.Make(previous, _checkpointing.Latest);
        _current = next;
        if (previous is null)
        {
            await next.Fence(jobId);
            await _checkpointing.Sweep();
        }

        var workers = await next.Prepare();
        if (Array.Find(workers, w => w.Faults.Length > 0) is { } faulty)
        {
            await End(
                JobState.Failed,
                $"Silo {faulty.Silo} does not have the job's data: {string.Join(" ", faulty.Faults.Select(f => $"{f.File}: {f.Message}"))}");
            return false;
        }

        if (previous is not null)
        {
            await previous.Release();
        }

        _deals.Tell(next, previous, workers);
        _progress.State = JobState.Running;
        await journal.SaveInTheEnd();
        return true;
    }

    // False when the job failed.
    private async Task<bool> RunSpan()
    {
        var from = _progress.Steps;
        var to = _clock.Limit(from, _planner!.End(from));
        var start = Stopwatch.GetTimestamp();
        var reports = await LateShards.RunSpan(_current!, from, to, _planner.Patience(to - from), _planner.Deadline(to - from));
        _current!.ThrowIfDifferent();
        var duration = Stopwatch.GetElapsedTime(start);
        _planner.Learn(to - from, duration);
        if (_progress.Record(reports, _current.Deal.Nodes, duration) is { } step)
        {
            await End(JobState.Failed, Explain(step, reports));
            return false;
        }

        _progress.Workers = WorkerView.Of(_current, _deals.Silos, reports, duration);
        foreach (var slow in _slow.Look(_progress.Workers, duration))
        {
            journal.Tell(
                JobEventKind.Slow,
                $"It works {(slow.StepTime - slow.WaitingTime).TotalMilliseconds:F1} ms on a step, more than twice as long as the others, who "
                + "wait for it. Start it with fewer --cores to deal it fewer shards, or see what else its machine does.",
                slow.Silo);
        }

        return true;
    }

    private string Explain(long step, SpanReport[] reports)
    {
        var layer = reports.Where(r => r.NonFiniteStep == step).Min(r => r.NonFiniteLayer);
        var where = layer is null ? "" : $", first in layer {layer + 1} of {_spec.Network.Activations.Length}";
        return $"The loss at step {step} is not a finite number{where}. "
            + $"Most likely the learning rate, {_spec.Optimizer.LearningRate}, is too high: try a tenth of it. "
            + "Features of very different sizes have the same effect: try \"scale\": \"standardize\".";
    }

    private async Task Evaluate()
    {
        var rows = _data!.Test!.Rows;
        var blocks = (rows + EvaluationReport.BlockRows - 1) / EvaluationReport.BlockRows;
        _progress.Record(await _current!.Evaluate(blocks), rows);
    }

    private async Task Recover(Exception e)
    {
        _progress.State = JobState.Recovering;
        _progress.Recoveries++;
        _deals.TellLoss(_current, e);
        await (_current?.Release() ?? Task.CompletedTask);
        _current = null;
        await _retries.Wait();
        GoBack();
    }

    private void GoBack() => _progress.Restore(_checkpointing.Latest?.Progress ?? ProgressSnapshot.Beginning);

    private async Task Finish()
    {
        await _checkpointing.Settle();
        switch (_wish)
        {
            case Wish.Cancel when !_progress.HasEnded:
                await End(JobState.Cancelled);
                break;
            case Wish.Pause when !_progress.HasEnded:
                _progress.State = JobState.Paused;
                journal.Tell(JobEventKind.Paused, "Paused; all of it is in the last checkpoint.");
                await journal.SaveInTheEnd();
                break;
            case Wish.LayDown when !_progress.HasEnded:
                // Where the checkpoint could not be written, steps are repeated, and that is a recovery.
                var version = _checkpointing.Latest?.Manifest.Version ?? 0;
                journal.Record.IsLaidDown = version == _progress.Steps;
                journal.Tell(JobEventKind.Left, $"The coordinator laid the job down; another one goes on from step {version}.");
                await journal.SaveInTheEnd();
                break;
        }
    }

    // Nobody knows which of the two is right, nor since when the other one is not.
    private async Task EndInDoubt(DisagreementException e)
    {
        await _checkpointing.Settle();
        _checkpointing.DropAfter(e.Step);
        var version = _checkpointing.Latest?.Manifest.Version ?? 0;
        journal.Tell(JobEventKind.Disagreed, $"Silo {e.Other} computed the same shards with other bits. {e.Message}", e.Silo);
        await End(
            JobState.Failed,
            $"{e.Message} Then go on from before that step: granary resume {jobId} --from {version}. What was computed wrongly earlier, "
            + "if anything, was not noticed: --from 0 begins anew.");
    }

    private async Task End(JobState state, string? error = null)
    {
        await journal.End(state, error);
        try
        {
            await grains.GetGrain<IJobListGrain>(0).SetRunning(jobId, false);
        }
        catch (Exception)
        {
            // The list is not there at the moment. It has the job woken again, which is when this is made up for.
        }
    }
}
