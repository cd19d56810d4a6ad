using Granary.Grains.Admission;
using Granary.Grains.Checkpoints;
using Granary.Grains.Interfaces;
using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Interfaces.Models;
using Granary.Grains.Interfaces.Silos;
using Granary.Grains.Membership;
using Granary.Grains.Models;
using Granary.Grains.Records;
using Granary.Grains.Telemetry;
using Granary.Grains.Training;
using Microsoft.Extensions.Logging;
using Orleans.Placement;

namespace Granary.Grains.Jobs;

/// <summary>
/// The shell around a <see cref="Job"/>. Of two coordinators of a job the second one, when it is activated, has the first one hand the job
/// over; when the first one was lost with its silo, the second one goes on with what the record says. One whose job runs is kept awake by
/// the <see cref="JobKeeper"/>; others are forgotten after a while, as Orleans does by default.
/// </summary>
[PreferLocalPlacement]
internal sealed class CoordinatorGrain(
    [PersistentState("job", ClusterDefaults.Storage)] IPersistentState<JobRecord> state,
    IClusterMembershipService membership,
    JobAdmission admission,
    CheckpointStore checkpoints,
    ModelStore modelStore,
    LocalCoordinators coordinators,
    ILocalSiloDetails here,
    SiloLeaving leaving,
    TimeProvider time,
    TrainingMetrics metrics,
    ILogger<CoordinatorGrain> log) : Grain, ICoordinatorGrain
{
    // How long a coordinator that is still at work elsewhere may take to hand its job over.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private Job? _job;
    private Func<Task>? _handOver;

    private SiloRoster? _roster;
    private JobJournal? _journal;
    private JobModels? _models;

    private JobRecord Record => state.State;

    private string Here => here.SiloAddress.ToParsableString();

    private SiloRoster Roster => _roster ??= new SiloRoster(membership, GrainFactory);

    private JobJournal Journal => _journal ??= new JobJournal(state, time, metrics, log);

    private JobModels Models => _models ??= new JobModels(this.GetPrimaryKeyString(), Journal, checkpoints, modelStore);

    private Job Job => _job ??= new Job(
        this.GetPrimaryKeyString(),
        Journal,
        Roster,
        checkpoints,
        Models,
        GrainFactory,
        leaving,
        time,

        // The next activation, which the job keeper wakes, reads the record.
        () => Deactivate("Another coordinator has written the record."));

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (Job.IsAccepted)
        {
            await HaveOtherHandOver(cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            Job.GoOn(wasLost: !IsAlive(Record.Coordinator));
        }

        Record.Coordinator = Here;
        var turns = TaskScheduler.Current;
        _handOver = () => HandOverForAnother(turns);
        coordinators.Add(this.GetPrimaryKeyString(), _handOver);
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await Task.WhenAny(Job.HandOver(), Task.Delay(Timeout.Infinite, cancellationToken));
        if (_handOver is not null)
        {
            coordinators.Remove(this.GetPrimaryKeyString(), _handOver);
        }
    }

    public async Task<SubmitResult> Submit(JobSpec spec)
    {
        if (Job.IsAccepted)
        {
            await Job.FinishSubmission();
            return new SubmitResult(this.GetPrimaryKeyString(), []);
        }

        var faults = Record.LostSubmissions < StartGuard.MostLost ? await TryAccept(spec) : [LostTooOften];
        return new SubmitResult(this.GetPrimaryKeyString(), faults);
    }

    public Task<JobStatus?> GetStatus() => Job.GetStatus();

    public Task<JobHistory?> GetHistory() => Task.FromResult(Job.GetHistory());

    public Task<JobEvent[]?> GetEvents(long afterNumber) => Task.FromResult(Job.GetEvents(afterNumber));

    public Task<bool> Cancel() => Job.Cancel();

    public Task<string?> Pause() => Job.Pause();

    public Task GiveWay()
    {
        Job.GiveWay();
        return Task.CompletedTask;
    }

    public Task<string?> Resume(long? fromStep) => Job.Resume(fromStep);

    public Task<ModelOffer> OpenModel(long? step) => Models.Open(step);

    public Task<byte[]> ReadModel(long? step, long offset) => Models.Read(step, offset);

    public Task<bool> RemoveModel() => Models.Remove();

    public Task<string?> Extend(JobExtension more) => Job.Extend(more);

    public Task Wake() => Job.Wake();

    public async Task<bool> Remove()
    {
        if (!await Job.RemoveFiles())
        {
            return false;
        }

        await state.ClearStateAsync();
        Deactivate("Its job was removed.");
        return true;
    }

    public async Task SiloLeaves(string silo)
    {
        var isLast = Job.LeaveOut(silo);
        if (Job.IsAccepted && (isLast || silo == here.SiloAddress.ToParsableString()))
        {
            await HandOver();
        }
    }

    private static Fault LostTooOften => new(
        $"found a submission during which silos were lost or stood still {StartGuard.MostLost} times in a row, expected data that the silos can read. "
        + "Look at the silos' logs and memory, then submit the job anew.",
        "data");

    // A job whose checks take the silo down is not checked again and again, although whoever submitted it asks again.
    private async Task<Fault[]> TryAccept(JobSpec spec)
    {
        Record.LostSubmissions++;
        var noted = state.WriteStateAsync();
        Fault[]? faults = null;
        try
        {
            var admitted = await admission.Check(spec, Roster);
            faults = admitted.Faults;
            await noted;
            if (admitted.Data is not null)
            {
                Record.LostSubmissions = 0;
                await Job.Accept(admitted.Spec, admitted.Data, admitted.Notes);
            }

            return faults;
        }
        finally
        {
            if (faults is not [])
            {
                await state.ClearStateAsync();
                Record.Coordinator = Here;
            }
        }
    }

    private async Task HandOver()
    {
        await Job.HandOver();
        Deactivate("Its job is handed over.");
    }

    // Where this activation has gone meanwhile, it does nothing; DeactivateOnIdle would throw.
    private void Deactivate(string why) =>
        GrainContext.Deactivate(new DeactivationReason(DeactivationReasonCode.ApplicationRequested, why));

    // Until nothing is left here that could write the record, requests that are under way included.
    private async Task HandOverForAnother(TaskScheduler turns)
    {
        await Task.Factory.StartNew(HandOver, CancellationToken.None, TaskCreationOptions.None, turns).Unwrap();
        await GrainContext.Deactivated;
    }

    // Where the other one does not answer, whichever of the two writes the record first goes on and the other one stops.
    private async Task HaveOtherHandOver(CancellationToken cancellationToken)
    {
        if (Record is { HasEnded: true } or { IsHandedOver: true } || !IsAlive(Record.Coordinator))
        {
            return;
        }

        try
        {
            await GrainFactory.GetGrain<ISiloGrain>(GrainKeys.Silo(Record.Coordinator!))
                .HandOver(this.GetPrimaryKeyString())
                .WaitAsync(Patience, cancellationToken);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Its silo is being lost, or it takes too long.
        }

        await state.ReadStateAsync(cancellationToken);
    }

    private bool IsAlive(string? silo) =>
        membership.CurrentSnapshot.Members.Values.Any(m => m.Status != SiloStatus.Dead && m.SiloAddress.ToParsableString() == silo);
}
