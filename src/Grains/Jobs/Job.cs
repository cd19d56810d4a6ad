using Granary.Data;
using Granary.Grains.Admission;
using Granary.Grains.Checkpoints;
using Granary.Grains.Interfaces;
using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Mapping;
using Granary.Grains.Membership;
using Granary.Grains.Models;
using Granary.Grains.Records;
using Granary.Grains.Training;
using Granary.Models.Descriptions;
using Granary.Numerics.Slicing;

namespace Granary.Grains.Jobs;

/// <summary>
/// The job of a coordinator, in the coordinator's turns: accepts it, has it run, does with it what users ask for, and goes on with what a
/// coordinator before this one has left. At most one <see cref="TrainingRun"/> is under way.
/// </summary>
/// <param name="id">The job's id.</param>
/// <param name="journal">Its record.</param>
/// <param name="roster">The silos it may be assigned to.</param>
/// <param name="checkpoints">Its checkpoints.</param>
/// <param name="models">Its models.</param>
/// <param name="grains">To reach other grains.</param>
/// <param name="leaving">Whether this silo is about to leave.</param>
/// <param name="time">The time.</param>
/// <param name="recordIsLost">Told when somebody else has written the record: this job does not know what is in it.</param>
internal sealed class Job(
    string id,
    JobJournal journal,
    SiloRoster roster,
    CheckpointStore checkpoints,
    JobModels models,
    IGrainFactory grains,
    SiloLeaving leaving,
    TimeProvider time,
    Action recordIsLost)
{
    private TrainingRun? _run;
    private Task _running = Task.CompletedTask;

    // Checkpoints behind which somebody has gone back, until a run removes them.
    private long[] _forsaken = [];

    /// <summary>Whether it was accepted.</summary>
    public bool IsAccepted => Record.Spec is not null;

    private JobRecord Record => journal.Record;

    private ResumeChecks Checks => field ??= new ResumeChecks(id, journal, checkpoints);

    private JobTurn Turn => field ??= new JobTurn(id, journal, grains);

    public async Task<JobStatus?> GetStatus() => journal.Progress?.ToStatus() is { } status
        ? status.State == JobState.Queued ? status with { Waiting = await Turn.Explain() } : status
        : null;

    public JobHistory? GetHistory() => journal.Progress?.ToHistory();

    /// <summary>The events after one; null before the job was accepted.</summary>
    public JobEvent[]? GetEvents(long afterNumber) => IsAccepted ? [.. journal.Events.Where(e => e.Number > afterNumber)] : null;

    /// <summary>Accepts a job that was found to be without fault, and starts it.</summary>
    public async Task Accept(JobSpec spec, TrainingData data, string[] notes)
    {
        Record.Spec = spec;
        Record.SubmittedAt = time.GetUtcNow();
        var cut = SlicePlan.For(spec.Network.ToShape(), Math.Clamp(roster.Members.Length, 1, spec.Silos ?? int.MaxValue));
        Record.Cut = cut.ToSpec();
        var facts = FirstFacts.Of(spec, data, cut);
        Record.Facts = facts with { Notes = [.. facts.Notes, .. notes] };
        Record.DataHash = data.Hash;
        Record.ModelDescription = DescriptionJson.Write(spec.ToDescription(id, data));
        journal.Progress = MakeProgress();
        journal.Progress.Queue();
        await journal.Save();
        await FinishSubmission();
    }

    /// <summary>Has an accepted job listed and started, also one whose submission ended between the record and the list, and is repeated.</summary>
    public async Task FinishSubmission()
    {
        if (!Record.HasEnded && !Record.State.WaitsToBeResumed())
        {
            await StartInTurn();
            await Turn.TellIfQueued();
        }
    }

    /// <summary>Goes on with what a coordinator before this one has left.</summary>
    /// <param name="wasLost">Whether that one's silo was lost; otherwise it did not answer. Of no meaning where it has handed the job over.</param>
    public void GoOn(bool wasLost)
    {
        var progress = journal.Progress = MakeProgress();
        progress.CheckpointedAt = Record.Checkpoints.LastOrDefault()?.Manifest.Version;
        if (Record.HasEnded || Record.State.StandsStill())
        {
            progress.Restore(Record.Progress!);
            progress.RestoreStanding(Record);
            return;
        }

        // Before it was assigned there is nothing to lose.
        var isLoss = !Record.IsHandedOver && Record.Generation > 0;

        // It may have been handed over in the middle of a recovery, which is told when the job goes on.
        Restart(isLoss || Record.State == JobState.Recovering ? JobState.Recovering : JobState.Preparing);
        if (leaving.HasBegun)
        {
            // Somebody asked for the job here after it was handed over. A coordinator on a silo that stays goes on with it.
            return;
        }

        if (isLoss)
        {
            progress.Recoveries++;
            journal.Tell(
                JobEventKind.Lost,
                $"The job's coordinator on it {(wasLost ? "was lost with it" : "did not answer")}; another one goes on from the last checkpoint.",
                Record.Coordinator is { } before ? GrainKeys.EndpointOf(before) : null);
        }

        Start(isQuarantined: isLoss && StartGuard.CountLoss(Record));
    }

    /// <summary>Has the job end, soon. Does nothing to one that has ended.</summary>
    /// <returns>False when there is no job.</returns>
    public async Task<bool> Cancel()
    {
        if (journal.Progress is not { HasEnded: false } progress)
        {
            return journal.Progress is not null;
        }

        if (progress.State.StandsStill() || _run is null)
        {
            await journal.End(JobState.Cancelled);
            await Turn.Tell();
            return true;
        }

        var running = _running;
        await _run.Cancel();
        if (Record.IsHandedOver)
        {
            // It may not have looked at what is wished any more.
            await running;
            await (progress.HasEnded ? Task.CompletedTask : journal.End(JobState.Cancelled));
        }

        return true;
    }

    /// <summary>Has the job stand still, and waits until it does.</summary>
    /// <returns>Null when it does; otherwise why it does not.</returns>
    public async Task<string?> Pause()
    {
        if (journal.Progress is not { HasEnded: false } progress)
        {
            return Checks.NotRunning();
        }

        if (Turn.IsQueued)
        {
            await PauseInLine(progress);
            return null;
        }

        var running = _running;
        if (_run?.Pause() is { } refused && await Task.WhenAny(refused, running) == refused)
        {
            return await refused;
        }

        await running;
        return progress switch
        {
            _ when _run is { HasLostTheRecord: true } => $"The job {id} is being handed to another silo. Pause it again.",
            { State: JobState.Paused } => null,
            { State: JobState.Queued } => $"The job {id} gave its place to another one meanwhile. Pause it again.",
            { State: JobState.Quarantined } => $"The job {id} is quarantined, and waits to be resumed.",
            { HasEnded: true } => $"The job {id} has ended before it could be paused.",
            _ => $"The job {id} is being handed to another silo. Pause it again.",
        };
    }

    /// <summary>Has the job go on: a paused one where it stands, or any one from a checkpoint.</summary>
    /// <param name="fromStep">The checkpoint's step, 0 for the beginning; null to go on where it stands.</param>
    /// <returns>Null when it goes on; otherwise why it does not.</returns>
    public async Task<string?> Resume(long? fromStep)
    {
        var hadEnded = journal.Progress is { HasEnded: true };
        if ((Checks.WhyNotResume(fromStep) ?? await Checks.FindDamage(fromStep)) is { } reason)
        {
            return reason;
        }

        // Before anything is changed. When nothing comes of it, the job is woken, has nothing to do, and leaves the queue.
        await Turn.Enter();
        var progress = journal.Progress!;
        await (_run?.Abandon() ?? Task.CompletedTask);
        await _running;
        if (progress.HasEnded && !hadEnded)
        {
            return $"The job {id} has ended meanwhile.";
        }

        // A checkpoint may have come meanwhile, and the one that was asked for may be kept no more.
        reason = Checks.WhyNotResume(fromStep);
        long[] forsaken = [];
        if (reason is null && fromStep is { } step)
        {
            forsaken = [.. Record.Checkpoints.Select(c => c.Manifest.Version).Where(v => v > step)];
            Record.Checkpoints.RemoveAll(c => c.Manifest.Version > step);
        }

        // Nothing is awaited up to here since the run before has ended: two runs would each refuse what the other one assigns.
        progress.StandNoMore();
        Record.LostStarts = Math.Min(Record.LostStarts, StartGuard.MostLost - 1);
        _forsaken = [.. _forsaken, .. forsaken];
        Requeue();
        journal.Tell(JobEventKind.Resumed, $"Going on from step {progress.Steps}.");

        // The run before may have ended meanwhile, which takes the job out of the queue.
        await StartInTurn();
        await journal.SaveUntilTaken();
        return reason;
    }

    /// <summary>Has a completed job train for longer, from where it ended.</summary>
    /// <param name="more">How much longer.</param>
    /// <returns>Null when it goes on; otherwise why it cannot.</returns>
    public async Task<string?> Extend(JobExtension more)
    {
        if ((Checks.WhyNotExtend(more) ?? await Checks.FindDamage(journal.Progress!.Steps)) is { } reason)
        {
            return reason;
        }

        await Turn.Enter();
        await _running;
        if (Checks.WhyNotExtend(more) is { } changed)
        {
            return changed;
        }

        var before = journal.Progress!;
        before.StandNoMore();
        before.CopyTo(Record);
        if (before.HasStoppedEarly)
        {
            // It has patience again.
            Record.Checkpoints[^1] = Record.Checkpoints[^1].WithPatience();
        }

        Lengthen(more.Of(Record.Spec!, Record.Facts!));
        journal.Progress = MakeProgress();
        Requeue();
        journal.Tell(JobEventKind.Resumed, $"Going on from step {journal.Progress.Steps} to step {Record.Facts!.TotalSteps}.");
        await StartInTurn();
        await journal.SaveUntilTaken();
        return null;
    }

    /// <summary>Has the job stop at the next span's end with a checkpoint, for another coordinator, and waits until it has.</summary>
    public Task HandOver()
    {
        _run?.HandOver();
        return _running;
    }

    /// <summary>Leaves a silo out of the next assignment, which comes soon.</summary>
    /// <returns>Whether there is no silo left to assign work to.</returns>
    public bool LeaveOut(string silo)
    {
        roster.Leave(silo);
        return roster.Members.Length == 0;
    }

    /// <summary>Removes the checkpoints and the model of a job that has ended.</summary>
    /// <returns>False when it has not.</returns>
    public async Task<bool> RemoveFiles()
    {
        if (journal.Progress is not { HasEnded: true } || !_running.IsCompleted)
        {
            return false;
        }

        await models.Remove();
        await Task.Run(() => checkpoints.RemoveAll(id));
        return true;
    }

    /// <summary>Has the job go on that has a place in the queue; gives the place back when the job needs none.</summary>
    public async Task Wake()
    {
        if (Turn.IsQueued)
        {
            await StartInTurn();
        }
        else if (_run is null && !leaving.HasBegun && journal.Progress is { HasEnded: false, State: not (JobState.Paused or JobState.Quarantined) })
        {
            // It was asked for when this silo was about to leave, which it has not done.
            Start();
        }
        else if (_running.IsCompleted)
        {
            await Turn.Tell();
        }
    }

    /// <summary>Has the job stop soon, and wait for its next turn. Does nothing to one that does not run.</summary>
    public void GiveWay() => _run?.GiveWay();

    // Others may ask for the same meanwhile, so it is looked at again whether the job is still queued.
    private async Task StartInTurn()
    {
        if (await Turn.Enter() && Turn.IsQueued && _running.IsCompleted && !leaving.HasBegun)
        {
            journal.Progress!.StandNoMore();
            Restart(JobState.Preparing);
            Start();
        }
    }

    private async Task PauseInLine(JobProgress progress)
    {
        progress.Pause();
        journal.Tell(JobEventKind.Paused, "Paused before its turn came.");
        await journal.SaveUntilTaken();
        await Turn.Tell();
    }

    private void Requeue()
    {
        Restart(JobState.Queued);
        journal.Progress!.Queue();
    }

    private void Lengthen(JobSpec spec)
    {
        Record.Spec = spec;
        Record.Facts = Record.Facts! with { TotalSteps = spec.ToSchedule(Record.Facts.TrainRows).TotalSteps };
        Record.ModelDescription = Record.ModelDescription is { } description
            ? DescriptionJson.Write(DescriptionJson.Read(description).With(spec))
            : null;
    }

    private void Restart(JobState state)
    {
        var progress = journal.Progress!;
        var checkpoint = Record.Checkpoints.LastOrDefault();
        progress.Restore(checkpoint?.Progress ?? ProgressSnapshot.Beginning);
        progress.CheckpointedAt = checkpoint?.Manifest.Version;
        progress.State = state;
    }

    // Not awaited: it goes on in turns of the coordinator while status and cancel are answered. It lets no exception out.
    private void Start(bool isQuarantined = false)
    {
        _run = new TrainingRun(id, journal, roster, checkpoints, models, grains, time, _forsaken);
        _forsaken = [];
        if (isQuarantined)
        {
            _run.Quarantine();
        }

        _running = Run(_run);
    }

    private async Task Run(TrainingRun run)
    {
        await run.Run();
        if (run.HasLostTheRecord)
        {
            recordIsLost();
            return;
        }

        await Turn.Tell();
    }

    private JobProgress MakeProgress()
    {
        var facts = Record.Facts!;
        var schedule = Record.Spec!.ToSchedule(facts.TrainRows);
        return new JobProgress(id, Record.Spec!, schedule, facts.Classes.Length > 0, Record.SubmittedAt, time)
        {
            // Who takes part is known, and told with the rest, when the job has been assigned.
            Facts = facts.Workers > 0 ? facts : null,
            Recoveries = Record.Recoveries,
            StoodFor = Record.StoodFor,
            Model = Record.Model,
            ModelFault = Record.ModelFault,
        };
    }
}
