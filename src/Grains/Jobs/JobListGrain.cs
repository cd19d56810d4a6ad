using Granary.Grains.Interfaces;
using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Membership;
using Granary.Grains.Telemetry;
using Orleans.Concurrency;
using Orleans.Placement;

namespace Granary.Grains.Jobs;

/// <summary>
/// The list of jobs, and the shell around its <see cref="JobQueue"/>. What many ask for at once is written in one go: a call is answered when a
/// write that was begun after it is complete.
/// </summary>
[PreferLocalPlacement, Reentrant, CollectionAgeLimit(AlwaysActive = true)]
internal sealed class JobListGrain(
    [PersistentState(JobListGrain.StateName, ClusterDefaults.Storage)] IPersistentState<JobListRecord> state,
    IClusterMembershipService membership,
    QueueOptions options,
    TrainingMetrics metrics,
    TimeProvider time) : Grain, IJobListGrain
{
    public const string StateName = "jobs";

    // How often it is looked whether silos have come, and with them places.
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan RemovePatience = TimeSpan.FromMinutes(1);

    private readonly StartTurns _turns = new(time);
    private Task _writing = Task.CompletedTask;
    private Task? _nextWrite;
    private DateTimeOffset _removeFrom;

    private JobListRecord List => state.State;

    private JobQueue Queue => field ??= new JobQueue(List);

    private string[] Silos => ActiveSilos.Of(membership);

    private int Places => Math.Max(1, Silos.Length) * options.JobsPerSilo;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        this.RegisterGrainTimer(Look, Period, Period);
        metrics.SetQueue(Queue.Counts);
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        metrics.SetQueue(null);
        return Task.CompletedTask;
    }

    public async Task<string> NewId(string name)
    {
        var number = List.Numbers[name] = List.Numbers.GetValueOrDefault(name) + 1;
        await Save();
        return $"{name}-{number}";
    }

    public async Task<bool> Enter(string jobId, JobPriority priority)
    {
        if (!List.Jobs.Contains(jobId))
        {
            List.Jobs.Add(jobId);
        }

        List.Ended.Remove(jobId);
        await (Queue.Enter(jobId, priority) ? Admit(isChanged: true) : _nextWrite ?? _writing);
        return Queue.HasPlace(jobId);
    }

    public Task GiveWay(string jobId) => Queue.GiveWay(jobId) ? Admit(isChanged: true) : Task.CompletedTask;

    public Task Leave(string jobId, bool hasEnded)
    {
        var isNews = Queue.Leave(jobId);
        if (hasEnded && !List.Ended.Contains(jobId))
        {
            List.Ended.Add(jobId);
            isNews = true;
        }

        return isNews ? Admit(isChanged: true) : Task.CompletedTask;
    }

    public Task WaitForMemory(string jobId, bool isWaiting)
    {
        Queue.WaitForMemory(jobId, isWaiting);
        return Admit(isChanged: false);
    }

    public Task<string?> ExplainWait(string jobId) => Task.FromResult(Queue.Explain(jobId, Places));

    public Task<string?> FindHome(string jobId, string here) => Task.FromResult(Queue.FindHome(jobId, Silos, here));

    public Task<string[]> ListRunning() => Task.FromResult(Queue.ListRunning());

    public Task<bool> BeginStart(string jobId, bool isSuspect) => Task.FromResult(_turns.Begin(jobId, isSuspect));

    public Task EndStart(string jobId)
    {
        _turns.End(jobId);
        return Task.CompletedTask;
    }

    private async Task Look()
    {
        await Admit(isChanged: false);
        await RemoveOldest();
    }

    // Gives places away, after a change that is to be kept, or when there may be more of them.
    private async Task Admit(bool isChanged)
    {
        var admitted = Queue.Admit(Places);
        if (isChanged || admitted.Length > 0)
        {
            await Save();
        }

        Wake(admitted);
        MakeWay();
        metrics.SetQueue(Queue.Counts);
    }

    // Not awaited: a coordinator asks this grain before it answers. The job keeper wakes whoever did not hear.
    private void Wake(string[] jobs)
    {
        foreach (var job in jobs)
        {
            GrainFactory.GetGrain<ICoordinatorGrain>(job).Wake().Ignore();
        }
    }

    private void MakeWay()
    {
        foreach (var job in Queue.FindInTheWay())
        {
            GrainFactory.GetGrain<ICoordinatorGrain>(job).GiveWay().Ignore();
        }
    }

    // One at a time: the next look goes on.
    private async Task RemoveOldest()
    {
        if (List.Ended.Count <= options.KeptJobs || time.GetUtcNow() < _removeFrom)
        {
            return;
        }

        var oldest = List.Ended[0];
        try
        {
            if (await GrainFactory.GetGrain<ICoordinatorGrain>(oldest).Remove())
            {
                List.Jobs.Remove(oldest);
            }

            List.Ended.Remove(oldest);
            await Save();
        }
        catch (Exception)
        {
            // Its silo is lost, or its files cannot be removed at the moment.
            _removeFrom = time.GetUtcNow() + RemovePatience;
        }
    }

    private Task Save() => _nextWrite ??= _writing = WriteAfter(_writing);

    // What was not written must not be taken for known when the call is repeated: another activation reads what is.
    private async Task WriteAfter(Task before)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        _nextWrite = null;
        try
        {
            await state.WriteStateAsync();
        }
        catch (Exception)
        {
            DeactivateOnIdle();
            throw;
        }
    }
}
