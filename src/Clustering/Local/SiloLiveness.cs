using Microsoft.Extensions.Logging;

namespace Granary.Clustering.Local;

/// <summary>
/// Who lives in a local cluster. Each silo locks a file of its own before it enters the table of members and holds the lock until
/// it has left; the kernel frees it when the process dies, however it dies. So a lock that can be taken proves a silo dead at once,
/// where probes need seconds.
/// <para>
/// A starting silo declares the dead ones of the table dead before it joins, and need not wait for ghosts. A running silo looks
/// every <see cref="Period"/> and has Orleans declare dead whom it finds, which tells the other silos too. A file is removed once
/// the table calls its silo dead or does not know it.
/// </para>
/// <para>
/// A missing file proves nothing, and a frozen process keeps its lock: both are left to Orleans' probes. Yet each look also signs the
/// silo's own file, so clients, which may choose, pass by silos that have not signed lately.
/// </para>
/// </summary>
/// <param name="folder">The cluster's folder.</param>
/// <param name="table">Its table of members.</param>
/// <param name="silo">This silo.</param>
/// <param name="membership">The members as this silo knows them.</param>
/// <param name="log">The log.</param>
internal sealed partial class SiloLiveness(
    ClusterFolder folder,
    IMembershipTable table,
    ILocalSiloDetails silo,
    IClusterMembershipService membership,
    ILogger<SiloLiveness> log)
    : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    /// <summary>The time between two looks.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromMilliseconds(200);

    private readonly CancellationTokenSource _stopping = new();
    private AliveLock? _lock;
    private Task _watching = Task.CompletedTask;

    /// <inheritdoc/>
    public void Participate(ISiloLifecycle observer)
    {
        observer.Subscribe(nameof(SiloLiveness), ServiceLifecycleStage.First, EnterAsync, LeaveAsync);

        // Before this silo joins: it has to reach all silos that the table calls active, and nobody else may be left to look.
        observer.Subscribe(nameof(SiloLiveness), ServiceLifecycleStage.AfterRuntimeGrainServices, StartWatchingAsync, StopWatchingAsync);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stopping.Cancel();
        _lock?.Dispose();
    }

    private async Task EnterAsync(CancellationToken cancellationToken)
    {
        await table.InitializeMembershipTableAsync(tryInitTableVersion: true, cancellationToken);
        _lock = await AliveLock.TakeAsync(folder.AliveFile(silo.SiloAddress));
        while (!await LookAsync(DeclareDeadAsync))
        {
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    // The first stage ends last: by now the table calls this silo dead.
    private Task LeaveAsync(CancellationToken cancellationToken)
    {
        _lock?.Dispose();
        return Task.CompletedTask;
    }

    private Task StartWatchingAsync(CancellationToken cancellationToken)
    {
        _watching = Task.Run(WatchAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    private async Task StopWatchingAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _watching.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task WatchAsync()
    {
        using var timer = new PeriodicTimer(Period);
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                await timer.WaitForNextTickAsync(_stopping.Token);
                _lock?.Sign();
                await LookAsync((dead, _, _) => membership.TryKill(dead.SiloAddress));
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogCannotLook(log, e.Message);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    /// <summary>Has those declared dead whose processes are gone, and removes the files of those who are.</summary>
    /// <returns>Whether all of them are declared dead.</returns>
    private async Task<bool> LookAsync(Func<MembershipEntry, string, TableVersion, Task<bool>> declareDead)
    {
        var files = folder.FilesOfGoneSilos();
        if (files.Count == 0)
        {
            return true;
        }

        // Read after the look at the files: whoever was gone then has written to the table for the last time.
        var members = await table.ReadAllAsync(_stopping.Token);
        var version = members.Version.Next();
        var living = members.Members
            .Where(m => m.Item1.Status != SiloStatus.Dead)
            .ToDictionary(m => folder.AliveFile(m.Item1.SiloAddress));
        foreach (var file in files)
        {
            if (living.TryGetValue(file, out var row))
            {
                await declareDead(row.Item1, row.Item2, version);
            }
            else
            {
                FileLock.TryTake(file, FileOptions.DeleteOnClose)?.Dispose();
            }
        }

        return !files.Any(living.ContainsKey);
    }

    // Several silos may start at once and declare the same one dead: who comes second finds another version, and looks again.
    private Task<bool> DeclareDeadAsync(MembershipEntry dead, string etag, TableVersion next)
    {
        dead.Status = SiloStatus.Dead;
        dead.AddSuspector(silo.SiloAddress, DateTime.UtcNow);
        return table.UpdateRowAsync(dead, etag, next, _stopping.Token);
    }

    [LoggerMessage(1, LogLevel.Warning, "Cannot look for dead silos: {Reason}")]
    private static partial void LogCannotLook(ILogger log, string reason);
}
