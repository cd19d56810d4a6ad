using Granary.Grains.Assignments;
using Granary.Grains.Interfaces;
using Granary.Grains.Interfaces.Workers;
using Granary.Grains.Membership;

namespace Granary.Grains.Stragglers;

/// <summary>
/// The shards of one worker of an assignment, and who computes them: the worker they were assigned to or, since that one was late, a second
/// one.
/// </summary>
/// <remarks>
/// <b>Stragglers.</b> The second worker begins at the step that the slices wait for and goes on to the span's end; whichever of the
/// two gets there first holds the slot from then on, and its answers count. What the late one had seen of the steps before is asked
/// of it, so each loss is recorded once, in its place. The late one finds itself overtaken when it goes on, stops, and gets its slot
/// back at the next span that begins after that, with weights read anew.
/// <para>
/// <b>The same bits.</b> Slices compare what both computed. The one that came second gets a <see cref="DifferentBitsException"/>,
/// which is looked for as long as the generation lasts, also with those that nobody waits for any more.
/// </para>
/// </remarks>
internal sealed class WorkerSlot
{
    // A silo that has just caught up may stop again. The others do not wait for it longer than that.
    private static readonly TimeSpan ReturnPatience = TimeSpan.FromSeconds(1);

    private readonly AssignedWorker _assigned;
    private readonly Func<string, IWorkerGrain> _workerOf;
    private readonly Action<string, string> _tell;
    private readonly Replica _primary;
    private readonly List<Replica> _dismissed = [];
    private Replica _holder;
    private Replica? _backup;
    private TaskCompletionSource _backupStarted = new();
    private Task<WorkerFacts>? _returning;

    /// <summary>Makes the slot of a worker.</summary>
    /// <param name="assigned">What was assigned to it.</param>
    /// <param name="workerOf">The worker of a key.</param>
    /// <param name="tell">Tells about a silo that is late: the silo as it is shown, and what happened.</param>
    public WorkerSlot(AssignedWorker assigned, Func<string, IWorkerGrain> workerOf, Action<string, string> tell)
    {
        _assigned = assigned;
        _workerOf = workerOf;
        _tell = tell;
        _primary = _holder = new Replica(workerOf(assigned.Key), assigned.Silo);
    }

    /// <summary>The worker whose answers count.</summary>
    public IWorkerGrain Worker => _holder.Grain;

    /// <summary>Its silo.</summary>
    public string Silo => _holder.Silo;

    /// <summary>The silo of the worker that the shards were assigned to, while that one has not caught up; null when it has the slot.</summary>
    public string? LateSilo => _holder == _primary ? null : _primary.Silo;

    /// <summary>The silo of the second worker that is at work beside it; null when none is.</summary>
    public string? BackupSilo => _backup?.Silo;

    /// <summary>Whether a worker is at work, and no second one.</summary>
    public bool MayHaveBackup => _backup is null && !_holder.IsIdle;

    private string Shards => _assigned.Assignment.EndShard - _assigned.Assignment.FirstShard == 1
        ? $"Shard {_assigned.Assignment.FirstShard}"
        : $"Shards {_assigned.Assignment.FirstShard}-{_assigned.Assignment.EndShard - 1}";

    /// <summary>Has the steps <c>[from, to)</c> taken.</summary>
    /// <exception cref="DisagreementException">Two workers gave different bits.</exception>
    public async Task<SpanReport> Run(long from, long to)
    {
        await LetPrimaryReturn();
        _backupStarted = new TaskCompletionSource();
        var first = _holder;
        first.Start(first.Grain.RunSpan(from, to));
        while (true)
        {
            ThrowIfDifferent();
            var second = _backup;

            // Each looked at once: an answer may come between two looks, and would be neither taken nor waited for.
            var (firstIsIdle, secondIsIdle) = (first.IsIdle, second?.IsIdle == true);
            if (firstIsIdle && first.HasFinished)
            {
                Dismiss(second, $"{Shards}: it answered first after all.");
                return await first.Running!;
            }

            if (secondIsIdle && second!.HasFinished)
            {
                return await TakeOver(first, second, from);
            }

            if (secondIsIdle)
            {
                Dismiss(second, $"{Shards}: {WhyNot(second!)}");
            }
            else if (second is null && firstIsIdle)
            {
                return await RefuseOvertaken(first.Running!);
            }
            else
            {
                var other = second?.Running ?? _backupStarted.Task;
                await Task.WhenAny(firstIsIdle ? [other] : [first.Running!, other]);
            }
        }
    }

    /// <summary>Assigns the shards of the span under way to a backup worker as well.</summary>
    /// <param name="key">The key of its grain.</param>
    /// <param name="from">The step that the slices wait for.</param>
    /// <param name="to">The end of the span.</param>
    public void StartBackup(string key, long from, long to)
    {
        var second = new Replica(_workerOf(key), GrainKeys.SiloOf(key)) { Rival = _holder };
        second.Start(second.Grain.JoinSpan(_assigned.Assignment, from, to));
        _holder.Rival = second;
        _backup = second;
        _tell(_holder.Endpoint, $"{Shards} are late at step {from}; assigned to backup on silo {second.Endpoint} as well.");
        var dealtAgain = _backupStarted;
        _backupStarted = new TaskCompletionSource();
        dealtAgain.SetResult();
    }

    /// <summary>Looks whether somebody's bits were others, now or in a span before.</summary>
    /// <exception cref="DisagreementException">They were.</exception>
    public void ThrowIfDifferent()
    {
        foreach (var replica in All())
        {
            replica.ThrowIfDifferent();
        }
    }

    /// <summary>Has all workers forget the job.</summary>
    public IEnumerable<Task> Release() => All().Select(c => c.Grain.Release());

    private static string WhyNot(Replica second) => second.Running!.Exception?.InnerException is { } e
        ? $"silo {second.Endpoint} could not compute them. {e.Message}"
        : $"it is ahead of silo {second.Endpoint} again.";

    // Who overtook it has failed since, and what that one had seen is lost.
    private static async Task<SpanReport> RefuseOvertaken(Task<SpanReport> ended) => (await ended).IsOvertaken
        ? throw new RefusedException("A worker was overtaken by one that failed afterwards.")
        : await ended;

    private IEnumerable<Replica> All() => _dismissed.Append(_backup).Append(_holder).Append(_primary).OfType<Replica>().Distinct();

    private async Task<SpanReport> TakeOver(Replica late, Replica second, long from)
    {
        var tail = await second.Running!;
        var head = tail.FirstStep > from ? await late.Grain.ReportSoFar() : null;
        _holder = second;
        _backup = null;
        if (late != _primary)
        {
            Release(late);
        }

        _tell(late.Endpoint, $"{Shards}: silo {second.Endpoint} answered first, and computes them until this one has caught up.");
        return SpanReports.Join(head, tail, from);
    }

    private void Dismiss(Replica? second, string message)
    {
        if (second is not null)
        {
            _backup = null;
            Release(second);
            _tell(_holder.Endpoint, message);
        }
    }

    // Remembered while it is at work: its report may still say that its bits were others.
    private void Release(Replica replica)
    {
        _dismissed.Add(replica);
        replica.Grain.Release().Ignore();
    }

    private async Task LetPrimaryReturn()
    {
        ThrowIfDifferent();
        _dismissed.RemoveAll(c => c.IsIdle);
        if (_holder != _primary && _primary.IsIdle && _returning is not { IsCompleted: false } && await IsBack())
        {
            Release(_holder);
            _holder = _primary;
            _tell(_primary.Endpoint, $"{Shards}: it has caught up and computes them again.");
        }
    }

    private async Task<bool> IsBack()
    {
        try
        {
            _returning = _primary.Grain.Prepare(_assigned.Assignment);
            return (await _returning.WaitAsync(ReturnPatience)).Faults.Length == 0;
        }
        catch (Exception e) when (SiloLoss.Is(e))
        {
            return false;
        }
    }
}
