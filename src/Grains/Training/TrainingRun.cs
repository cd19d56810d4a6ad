using Granary.Grains.Checkpoints;
using Granary.Grains.Generations;
using Granary.Grains.Interfaces.Checkpoints;
using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Membership;
using Granary.Grains.Models;
using Granary.Grains.Records;
using Granary.Grains.Stragglers;
using Orleans.Storage;

namespace Granary.Grains.Training;

/// <summary>
/// A job from an assignment, or from a checkpoint, to its end or until it is handed over, in the coordinator's turns. It assigns spans of steps,
/// records what the workers saw, has test rows evaluated and checkpoints made, reassigns work when silos join, leave or are lost.
/// </summary>
/// <remarks>
/// Control only: for a span each worker gets one message with its first and last step; what workers and layers exchange at each
/// step does not come by here.
/// <para>
/// <b>Generations.</b> An assignment is made in a generation of its own, whose number is first written to the job's record, a
/// compare-and-swap: whoever coordinates the job beside this one cannot write any more and stops. All grains of an assignment have the
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
/// <b>A worker is late.</b> When a span takes much longer than planned, the slices say whose shards they wait for, and these are assigned
/// to a second worker as well (<see cref="WorkerSlot"/>). Where both answers arrive and differ, one of two machines computes wrongly: the
/// job fails, and checkpoints of later versions are dropped. While a worker has not caught up, silos that come are assigned nothing.
/// </para>
/// </remarks>
internal sealed class TrainingRun(
    string jobId,
    JobJournal journal,
    SiloRoster roster,
    CheckpointStore checkpoints,
    JobModels models,
    IGrainFactory grains,
    TimeProvider time,
    long[] forsaken)
{
    private readonly StartGuard _starts = new(jobId, journal, grains);
    private readonly JobProgress _progress = journal.Progress!;
    private readonly RetryLimit _retries = new();
    private readonly RecoveryTimer _recovery = new(jobId, journal);
    private readonly CheckpointClock _clock = new(journal.Record.Spec!.Checkpoint, time);
    private readonly Assigner _assigner = new(jobId, journal, roster, grains);
    private readonly Checkpointing _checkpointing = new(jobId, journal, checkpoints, time, forsaken);
    private AssignedGrains? _current;

    // The one that the current one is taking over from.
    private AssignedGrains? _previous;
    private TaskCompletionSource<string>? _pauseRefused;
    private Wish _wish;

    private enum Wish
    {
        GoOn,
        GiveWay,
        Pause,
        HandOver,
        Cancel,
        Abandon,
        Quarantine,
    }

    private Spans Spans => field ??= new Spans(journal, _assigner.Width);

    private JobEnding Ending => field ??= new JobEnding(jobId, journal, _checkpointing, models);

    private bool IsAborted => _wish is Wish.Cancel or Wish.Abandon;

    /// <summary>Whether somebody else has written the job's record: whoever runs it has to read it first.</summary>
    public bool HasLostTheRecord { get; private set; }

    /// <summary>Runs the job and returns when it has ended, or was paused, handed over or abandoned. Lets no exception out.</summary>
    public async Task Run()
    {
        using var followed = journal.Metrics.Follow(() => _progress.State);
        if (_progress.State == JobState.Recovering)
        {
            _recovery.Begin();
        }

        try
        {
            await TrainOrFail();
        }
        catch (InconsistentStateException)
        {
            HasLostTheRecord = true;
        }

        await Release();
        await _starts.End();
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
            await Ending.EndInDoubt(e);
        }
        catch (Exception e) when (e is not InconsistentStateException)
        {
            await Ending.End(JobState.Failed, $"At step {_progress.Steps}: {e.Message}");
        }
    }

    /// <summary>Has the job stop at the next span's end with a checkpoint, and stand still.</summary>
    /// <returns>Why it goes on all the same, as soon as it does; otherwise <see cref="Run"/> comes to its end.</returns>
    public Task<string> Pause()
    {
        _wish = _wish is Wish.GoOn or Wish.GiveWay ? Wish.Pause : _wish;
        _pauseRefused ??= new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        return _pauseRefused.Task;
    }

    /// <summary>Has the job stop at the next span's end with a checkpoint, and wait for its next turn. Where the checkpoint is not written, it goes on.</summary>
    public void GiveWay() => _wish = _wish == Wish.GoOn ? Wish.GiveWay : _wish;

    /// <summary>Has the job stand still before it starts, because silos were lost when it started before.</summary>
    public void Quarantine() => _wish = Wish.Quarantine;

    /// <summary>Has this coordinator stop at the next span's end with a checkpoint; another one goes on.</summary>
    public void HandOver() => _wish = _wish is Wish.GoOn or Wish.GiveWay or Wish.Pause ? Wish.HandOver : _wish;

    /// <summary>Has the job end as cancelled, soon.</summary>
    public Task Cancel() => Abort(Wish.Cancel);

    /// <summary>Has this run stop, soon, without a trace.</summary>
    public Task Abandon() => Abort(Wish.Abandon);

    private Task Abort(Wish wish)
    {
        _wish = _wish == Wish.Cancel ? Wish.Cancel : wish;
        return Release();
    }

    private Task Release() => Task.WhenAll(new[] { _current, _previous }.OfType<AssignedGrains>().Select(g => g.Release()));

    private async Task Train()
    {
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
                await GoBack();
            }
            catch (Exception e) when (SiloLoss.Is(e) && _retries.MayGoOn(_progress.Steps))
            {
                await Recover(e);
            }
        }
    }

    private async Task TrainUntilALoss()
    {
        if (!await _starts.Begin(IsWanted) || !await Assemble(null))
        {
            return;
        }

        do
        {
            await TakeSteps();
        }
        while (!_progress.HasEnded && !IsAborted && !await Conclude());
    }

    // To the last one, or until the job is to stand still, or has failed.
    private async Task TakeSteps()
    {
        // A job that was paused at an epoch's end has still to be evaluated there.
        await Spans.ValidateIfDue(_current!);
        while (!_progress.IsAtItsEnd && _wish == Wish.GoOn)
        {
            if (IsToBeReassigned(_current!) && await _starts.TryBegin() && !await Assemble(_current))
            {
                return;
            }

            if (await Spans.Run(_current!, _clock) is { } failure)
            {
                await Ending.End(JobState.Failed, failure);
                return;
            }

            await _starts.Succeed();
            _recovery.End();

            if (_wish == Wish.GoOn)
            {
                await Spans.EvaluateIfDue(_current!);
            }

            if (!_progress.IsAtItsEnd && (_clock.IsDue(_progress.Steps) || _progress.BestStepToRestore == _progress.Steps))
            {
                await _checkpointing.Begin(_current!);
                _clock.Restart();
            }
        }
    }

    // False when the job was to stand still and goes on all the same.
    private async Task<bool> Conclude()
    {
        await _checkpointing.Complete(_current!);
        if (_wish == Wish.GoOn)
        {
            return await Complete();
        }

        if (_wish is not (Wish.Pause or Wish.GiveWay) || Ending.IsSaved)
        {
            return true;
        }

        GoOnUnsaved();
        return false;
    }

    // With validation rows, the test rows are looked at once: here, and with the weights that the job will have.
    private async Task<bool> Complete()
    {
        if (_progress.BestStepToRestore is { } best && best != _progress.Steps && !await GoBackTo(best))
        {
            return true;
        }

        if (journal.Record.Facts is { ValidationRows: > 0, TestRows: > 0 })
        {
            await Spans.EvaluateTest(_current!);
        }

        await Ending.Complete(_current!);
        return true;
    }

    // False when the job failed, or is to stand still meanwhile.
    private async Task<bool> GoBackTo(long best)
    {
        if (_checkpointing.Of(best) is not { } checkpoint)
        {
            await Ending.End(JobState.Failed, Explanations.BestIsLost(best, _progress.CheckpointFault));
            return false;
        }

        await Release();
        (_current, _previous) = (null, null);
        return await Assemble(null, checkpoint);
    }

    // Standing still without a checkpoint, it would forget what it did since the last one. Going on, it may get one later.
    private void GoOnUnsaved()
    {
        _wish = Wish.GoOn;
        _pauseRefused?.SetResult(
            $"The job {jobId} was not paused and goes on, because its checkpoint of step {_progress.Steps} was not written. "
            + (_progress.CheckpointFault ?? "A silo did not answer."));
        _pauseRefused = null;
    }

    // Who is late would hold a new assignment up. Silos that came wait until it has caught up; where some went there is no choice.
    // A checkpoint that is being written is on the grains that another number of silos would take the place of.
    private bool IsToBeReassigned(AssignedGrains generation) =>
        (_assigner.IsOutdated || (_assigner.Width.IsToChange && !_checkpointing.IsWriting))
        && (!generation.LateSilos.Any() || generation.Silos.Except(roster.Members).Any());

    // False when the job failed, or is to stand still and there is no silo to assign work to.
    private async Task<bool> Assemble(AssignedGrains? previous, JobCheckpoint? checkpoint = null)
    {
        if (await _assigner.Make(previous, checkpoint ?? _checkpointing.Latest, IsWanted) is not { } next)
        {
            return false;
        }

        (_current, _previous) = (next, previous);
        if (previous is null)
        {
            _assigner.News.TellRefused(await next.Fence(jobId));
            await _checkpointing.Sweep();
        }

        var workers = await next.Prepare();
        if (Array.Find(workers, w => w.Faults.Length > 0) is { } faulty)
        {
            await Ending.End(
                JobState.Failed,
                $"Silo {faulty.Silo} does not have the job's data: {string.Join(" ", faulty.Faults.Select(f => $"{f.File}: {f.Message}"))}");
            return false;
        }

        if (previous is not null)
        {
            await previous.Release();
            _previous = null;
        }

        _assigner.Tell(next, previous, workers);
        _progress.State = JobState.Running;
        return true;
    }

    private bool IsWanted() => _wish == Wish.GoOn;

    private async Task Recover(Exception e)
    {
        _progress.State = JobState.Recovering;
        _progress.Recoveries++;
        _recovery.Begin();
        _assigner.News.TellLoss(_current, e);
        await GoBack();
        if (_starts.IsLostTooOften(e))
        {
            _wish = Wish.Quarantine;
            return;
        }

        await _retries.Wait();
    }

    private async Task GoBack()
    {
        _checkpointing.Abandon();
        await Release();
        (_current, _previous) = (null, null);
        _progress.Restore(_checkpointing.Latest?.Progress ?? ProgressSnapshot.Beginning);
    }

    private async Task Finish()
    {
        await _checkpointing.Settle();
        if (_progress.State == JobState.Completed)
        {
            await _checkpointing.CleanUp();
        }

        switch (_wish)
        {
            case Wish.Cancel when !_progress.HasEnded:
                await Ending.End(JobState.Cancelled);
                break;
            case Wish.Pause when !_progress.HasEnded:
                _progress.Pause();
                journal.Tell(JobEventKind.Paused, $"Paused. {Ending.WhereToGoOn()}");
                await journal.SaveUntilTaken();
                _checkpointing.TellCommitted();
                journal.Metrics.CountStop(JobState.Paused);
                break;
            case Wish.GiveWay when !_progress.HasEnded:
                _progress.Queue();
                journal.Tell(JobEventKind.Queued, $"It gives its place to a job of higher priority. {Ending.WhereToGoOn()}");
                await journal.SaveUntilTaken();
                _checkpointing.TellCommitted();
                break;
            case Wish.Quarantine when !_progress.HasEnded:
                _progress.Quarantine(_starts.WhyQuarantined());
                journal.Tell(JobEventKind.Quarantined, _progress.Error!);
                await journal.SaveUntilTaken();
                journal.Metrics.CountStop(JobState.Quarantined);
                break;
            case Wish.HandOver when !_progress.HasEnded:
                // Where steps have to be repeated it is a recovery.
                journal.Record.IsHandedOver = Ending.IsSaved;
                journal.Tell(JobEventKind.Left, $"The coordinator handed the job over for another one. {Ending.WhereToGoOn()}");
                await journal.SaveUntilTaken();
                break;
        }
    }
}
