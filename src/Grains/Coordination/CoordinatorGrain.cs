using Granary.Grains.Checkpoints;
using Granary.Grains.Coordination.State;
using Granary.Grains.Data;
using Granary.Grains.Interfaces;
using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Interfaces.Silos;
using Granary.Grains.Leaving;
using Granary.Grains.Mapping;
using Granary.Numerics.Data;
using Granary.Numerics.Slicing;
using Microsoft.Extensions.Logging;
using Orleans.Placement;

namespace Granary.Grains.Coordination;

/// <summary>
/// The shell around a <see cref="TrainingRun"/>: checks a job, starts its run and tells about it; when it is activated again after
/// its silo was lost, it goes on with what its record says.
/// </summary>
[PreferLocalPlacement, CollectionAgeLimit(AlwaysActive = true)]
internal sealed class CoordinatorGrain(
    [PersistentState("job", ClusterDefaults.Storage)] IPersistentState<JobRecord> state,
    IClusterMembershipService membership,
    DatasetStore store,
    CheckpointStore checkpoints,
    LocalCoordinators coordinators,
    ILocalSiloDetails here,
    SiloLeaving leaving,
    TimeProvider time,
    ILogger<CoordinatorGrain> log) : Grain, ICoordinatorGrain
{
    // How long a coordinator that is still at work elsewhere may take to lay its job down.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly JobJournal _journal = new(state, time, log);
    private SiloRoster? _roster;
    private TrainingRun? _run;
    private Task _running = Task.CompletedTask;
    private Func<Task>? _layDown;

    private JobRecord Record => _journal.Record;

    private string JobId => this.GetPrimaryKeyString();

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (Record.Spec is not null)
        {
            await HaveOtherLayDown(cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            Remember();
        }

        Record.Coordinator = here.SiloAddress.ToParsableString();
        var turns = TaskScheduler.Current;
        _layDown = () => LayDownForAnother(turns);
        coordinators.Add(JobId, _layDown);
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _run?.LayDown();
        await Task.WhenAny(_running, Task.Delay(Timeout.Infinite, cancellationToken));
        if (_layDown is not null)
        {
            coordinators.Remove(JobId, _layDown);
        }
    }

    public async Task<SubmitResult> Submit(JobSpec spec)
    {
        if (Record.Spec is not null)
        {
            await FinishSubmission();
            return new SubmitResult(JobId, []);
        }

        var faults = JobSpecValidator.Validate(spec).ToArray();
        faults = faults.Length > 0 ? faults : [.. SizeChecks.Check(spec)];
        if (faults.Length > 0)
        {
            return new SubmitResult(JobId, faults);
        }

        try
        {
            var data = await store.Get(spec);
            faults = [.. DataChecks.Check(spec, data.Train)];
            if (faults.Length == 0)
            {
                await Accept(spec, data);
            }
        }
        catch (DataException e)
        {
            faults = e.ToFaults(spec.Data);
        }

        return new SubmitResult(JobId, faults);
    }

    public Task<JobStatus?> GetStatus() => Task.FromResult(_journal.Progress?.ToStatus());

    public Task<JobEvent[]?> GetEvents(long afterNumber) => Task.FromResult<JobEvent[]?>(
        Record.Spec is null ? null : [.. Record.Events.Where(e => e.Number > afterNumber)]);

    public async Task<bool> Cancel()
    {
        if (_journal.Progress is not { HasEnded: false } progress)
        {
            return _journal.Progress is not null;
        }

        if (progress.State == JobState.Paused || _run is null)
        {
            await _journal.End(JobState.Cancelled);
        }
        else
        {
            await _run.Cancel();
            if (Record.IsLaidDown)
            {
                // It may not have looked at what is wished any more.
                await _running;
                await (progress.HasEnded ? Task.CompletedTask : _journal.End(JobState.Cancelled));
            }
        }

        return true;
    }

    public async Task<string?> Pause()
    {
        if (_journal.Progress is not { HasEnded: false } progress)
        {
            return NotRunning();
        }

        _run?.Pause();
        await _running;
        return progress switch
        {
            { State: JobState.Paused } => null,
            { HasEnded: true } => $"The job {JobId} has ended before it could be paused.",
            _ => $"The job {JobId} is being handed to another silo. Pause it again.",
        };
    }

    public async Task<string?> Resume(long? fromStep)
    {
        if (_journal.Progress is not { } progress)
        {
            return NotRunning();
        }

        if (fromStep is null && progress.State != JobState.Paused)
        {
            return progress.HasEnded
                ? $"The job {JobId} has ended. Name a checkpoint to go back to: {Checkpoints()}."
                : $"The job {JobId} is not paused.";
        }

        var index = fromStep is null ? Record.Checkpoints.Count - 1 : Record.Checkpoints.FindIndex(c => c.Manifest.Version == fromStep);
        if (fromStep is not null and not 0 && index < 0)
        {
            return $"The job {JobId} has no checkpoint of step {fromStep}, expected {Checkpoints()}.";
        }

        await (_run?.Abandon() ?? Task.CompletedTask);
        await _running;
        Record.Checkpoints.RemoveRange(index + 1, Record.Checkpoints.Count - index - 1);
        Restart(JobState.Preparing);
        _journal.Tell(JobEventKind.Resumed, $"Going on from step {progress.Steps}.");
        await _journal.Save();
        await GrainFactory.GetGrain<IJobListGrain>(0).SetRunning(JobId, true);
        Start();
        return null;
    }

    public Task Wake() => Record.HasEnded
        ? GrainFactory.GetGrain<IJobListGrain>(0).SetRunning(JobId, false)
        : Task.CompletedTask;

    public async Task SiloLeaves(string silo)
    {
        _roster?.Leave(silo);
        if (_run is not null && (silo == here.SiloAddress.ToParsableString() || _roster!.Members.Length == 0))
        {
            await LayDown();
        }
    }

    private async Task LayDown()
    {
        _run?.LayDown();
        await _running;
        Deactivate("Its job is laid down.");
    }

    // Where this activation has gone meanwhile, it does nothing; DeactivateOnIdle would throw.
    private void Deactivate(string why) =>
        GrainContext.Deactivate(new DeactivationReason(DeactivationReasonCode.ApplicationRequested, why));

    // Until nothing is left here that could write the record, requests that are under way included.
    private async Task LayDownForAnother(TaskScheduler turns)
    {
        await Task.Factory.StartNew(LayDown, CancellationToken.None, TaskCreationOptions.None, turns).Unwrap();
        await GrainContext.Deactivated;
    }

    // Where the other one does not answer, whichever of the two writes the record first goes on and the other one stops.
    private async Task HaveOtherLayDown(CancellationToken cancellationToken)
    {
        if (Record is { HasEnded: true } or { IsLaidDown: true } || !IsAlive(Record.Coordinator))
        {
            return;
        }

        try
        {
            await GrainFactory.GetGrain<ISiloGrain>(GrainKeys.Silo(Record.Coordinator!)).LayDown(JobId).WaitAsync(Patience, cancellationToken);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Its silo is being lost, or it takes too long.
        }

        await state.ReadStateAsync(cancellationToken);
    }

    private bool IsAlive(string? silo) =>
        membership.CurrentSnapshot.Members.Values.Any(m => m.Status != SiloStatus.Dead && m.SiloAddress.ToParsableString() == silo);

    private string NotRunning() => Record.Spec is null
        ? $"There is no job {JobId}."
        : $"The job {JobId} has ended.";

    private string Checkpoints() =>
        string.Join(", ", Record.Checkpoints.Select(c => c.Manifest.Version).Prepend(0).Distinct());

    private async Task Accept(JobSpec spec, TrainingData data)
    {
        Record.Spec = spec;
        Record.SubmittedAt = time.GetUtcNow();
        var cut = SlicePlan.For(spec.Network.ToShape(), Math.Max(1, Roster().Members.Length));
        Record.Cut = cut.ToSpec();
        Record.Facts = FirstFacts.Of(spec, data, cut);
        _journal.Progress = MakeProgress();
        await _journal.Save();
        await FinishSubmission();
    }

    // Also of an attempt that ended between the record and the list, and is repeated.
    private async Task FinishSubmission()
    {
        if (Record is { HasEnded: false, State: not JobState.Paused })
        {
            await GrainFactory.GetGrain<IJobListGrain>(0).Add(JobId);
            if (_run is null && !Record.HasEnded && !leaving.HasBegun)
            {
                Start();
            }
        }
    }

    // What an activation before this one has left.
    private void Remember()
    {
        var progress = _journal.Progress = MakeProgress();
        progress.Recoveries = Record.Recoveries;
        progress.CheckpointedAt = Record.Checkpoints.LastOrDefault()?.Manifest.Version;
        if (Record.HasEnded || Record.State == JobState.Paused)
        {
            progress.Restore(Record.Progress!);
            progress.RestoreEnd(Record);
            return;
        }

        var wasLaidDown = Record.IsLaidDown;

        // It may have been laid down in the middle of a recovery, which is told when the job goes on.
        Restart(wasLaidDown && Record.State != JobState.Recovering ? JobState.Preparing : JobState.Recovering);
        if (leaving.HasBegun)
        {
            // Somebody asked for the job here after it was laid down. A coordinator on a silo that stays goes on with it.
            return;
        }

        if (!wasLaidDown)
        {
            progress.Recoveries++;
            _journal.Tell(
                JobEventKind.Lost,
                $"The coordinator's silo {(IsAlive(Record.Coordinator) ? "did not answer" : "was lost")}; another one goes on from the last checkpoint.");
        }

        Start();
    }

    private void Restart(JobState state)
    {
        var progress = _journal.Progress!;
        progress.Restore(Record.Checkpoints.LastOrDefault()?.Progress ?? ProgressSnapshot.Beginning);
        progress.State = state;
    }

    private void Start()
    {
        _run = new TrainingRun(JobId, _journal, () => store.Get(Record.Spec!), Roster(), checkpoints, GrainFactory, time);

        // Not awaited: it goes on in turns of this grain while status and cancel are answered. It lets no exception out.
        _running = Run(_run);
    }

    private async Task Run(TrainingRun run)
    {
        await run.Run();
        if (run.HasLostTheRecord)
        {
            // This activation does not know what is in the record. The next one, which the job keeper wakes, reads it.
            Deactivate("Another coordinator has written the record.");
        }
    }

    private SiloRoster Roster() => _roster ??= new SiloRoster(membership, GrainFactory);

    private JobProgress MakeProgress()
    {
        var facts = Record.Facts!;
        var schedule = Record.Spec!.ToSchedule(facts.TrainRows);
        return new JobProgress(JobId, Record.Spec!, schedule, facts.Classes.Length > 0, Record.SubmittedAt, time)
        {
            // Who takes part is known, and told with the rest, when the job has been dealt.
            Facts = facts.Workers > 0 ? facts : null,
        };
    }
}
