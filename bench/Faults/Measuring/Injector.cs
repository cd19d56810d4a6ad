using System.Diagnostics;
using Granary.Benchmarks.Faults.Clusters;
using Granary.Benchmarks.Faults.Planning;
using Granary.Grains.Interfaces.Jobs;

namespace Granary.Benchmarks.Faults.Measuring;

/// <summary>Has faults happen to a cluster while a job runs there, and watches it go on.</summary>
/// <remarks>
/// A step counts as completed when a status shows it: the job runs, has recovered once more than before, and is beyond the
/// last checkpoint or where it was seen first after that; or it is further than before without the silo that was hit, whose work
/// others do. Statuses are asked for every <see cref="FaultCluster.Look"/> and change with each span of about 0.4 s, so what is
/// measured is up to half a second too long.
/// </remarks>
public sealed class Injector(FaultCluster cluster, string jobId)
{
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan BlinkTime = TimeSpan.FromSeconds(1);

    /// <summary>Waits for a fault's step, has it happen, and waits until the job goes on.</summary>
    /// <param name="job">The job's number.</param>
    /// <param name="fault">The fault.</param>
    /// <param name="totalSteps">The job's steps.</param>
    /// <returns>What became of it; null when the job had ended before.</returns>
    public async Task<FaultResult?> Inject(int job, PlannedFault fault, long totalSteps)
    {
        var step = (long)(fault.At * totalSteps);
        var (before, _) = await cluster.Until(
            jobId, $"step {step}", s => s.State == JobState.Completed || (s.State == JobState.Running && s.Steps >= step), Hang * 4);
        if (before.State == JobState.Completed)
        {
            return null;
        }

        var silo = Choose(before, fault.Silo);
        var silos = cluster.Silos.Count;
        var role = fault.Kind switch
        {
            FaultKind.KillAll => "all",
            FaultKind.Join => FaultResult.NoRole,
            _ => await RoleOf(silo, before),
        };
        before = await cluster.TryGetStatus(jobId) ?? before;
        var (after, seconds) = await Happen(fault.Kind, silo, before);
        var isLoss = fault.Kind switch
        {
            FaultKind.Kill or FaultKind.KillAll or FaultKind.Damage => true,
            FaultKind.Freeze => after.Recoveries > before.Recoveries,
            _ => false,
        };
        return new FaultResult(job, fault.Kind, role, silos, before.Steps, seconds, isLoss);
    }

    // A silo that came a moment ago may do nothing for the job yet; what happens to it shows nothing.
    private SiloProcess Choose(JobStatus status, int number)
    {
        var working = cluster.Silos.Where(s => status.Workers.Any(w => w.Silo == s.Address.ToString())).ToArray();
        return working.Length > 0 ? working[number % working.Length] : cluster.Silos.ElementAt(number % cluster.Silos.Count);
    }

    private async Task<string> RoleOf(SiloProcess silo, JobStatus status)
    {
        var address = silo.Address.ToString();
        var (coordinator, holders) = await cluster.FindRoles(jobId);
        string[] roles =
        [
            .. coordinator == address ? ["coordinator"] : Array.Empty<string>(),
            .. holders.Contains(address) ? ["layers"] : Array.Empty<string>(),
            .. status.Workers.Any(w => w.Silo == address) ? ["worker"] : Array.Empty<string>(),
        ];
        return roles.Length == 0 ? FaultResult.NoRole : string.Join('+', roles);
    }

    private Task<(JobStatus Status, double Seconds)> Happen(FaultKind kind, SiloProcess silo, JobStatus before) => kind switch
    {
        FaultKind.Kill => Kill(silo, before),
        FaultKind.KillAll => KillAll(before),
        FaultKind.Freeze => Freeze(silo, before),
        FaultKind.Blink => Blink(silo, before),
        FaultKind.Terminate => Terminate(silo, before),
        FaultKind.Damage => Damage(silo, before),
        FaultKind.Join => Join(silo),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    /// <summary>Kills a silo, and puts another in its place once the job goes on.</summary>
    public async Task<(JobStatus Status, double Seconds)> Kill(SiloProcess silo, JobStatus before)
    {
        var start = Stopwatch.GetTimestamp();
        await cluster.Kill(silo);
        var result = await GoesOn(start, before, silo);
        await cluster.Start();
        return result;
    }

    /// <summary>Kills all silos, starts one, and others once the job goes on. The time is from when the one is up.</summary>
    public async Task<(JobStatus Status, double Seconds)> KillAll(JobStatus before)
    {
        var silos = cluster.Silos.ToArray();
        await Task.WhenAll(silos.Select(s => s.Kill()));
        foreach (var silo in silos)
        {
            await cluster.Forget(silo);
        }

        await cluster.Start();
        var result = await GoesOn(Stopwatch.GetTimestamp(), before);
        await cluster.StartMany(silos.Length - 1);
        return result;
    }

    /// <summary>
    /// Freezes a silo until the others have gone on, then lets it go on. Where they were soon done with its stragglers' shards, it is still one
    /// of them; otherwise it ends itself.
    /// </summary>
    public async Task<(JobStatus Status, double Seconds)> Freeze(SiloProcess silo, JobStatus before)
    {
        var start = Stopwatch.GetTimestamp();
        silo.Freeze();
        var result = await GoesOn(start, before, silo);
        silo.Thaw();
        if (result.Status.Recoveries == before.Recoveries)
        {
            return result;
        }

        await silo.End();
        await cluster.Forget(silo);
        await cluster.Start();
        return result;
    }

    /// <summary>Freezes a silo for a moment. The time is from when it goes on.</summary>
    public async Task<(JobStatus Status, double Seconds)> Blink(SiloProcess silo, JobStatus before)
    {
        silo.Freeze();
        await Task.Delay(BlinkTime);
        silo.Thaw();
        return await Until(Stopwatch.GetTimestamp(), "a step after a moment's freeze", s => s.Steps > before.Steps);
    }

    /// <summary>Has a silo leave, and puts another in its place once the job goes on, in a cluster of one silo before.</summary>
    public async Task<(JobStatus Status, double Seconds)> Terminate(SiloProcess silo, JobStatus before)
    {
        var address = silo.Address.ToString();
        var isLast = cluster.Silos.Count == 1;
        var start = Stopwatch.GetTimestamp();
        silo.Terminate();
        if (isLast)
        {
            await silo.End();
            await cluster.Forget(silo);
            await cluster.Start();
        }

        var result = await Until(
            start, "a step without the silo that left", s => s.Steps > before.Steps && s.Workers.All(w => w.Silo != address));
        if (!isLast)
        {
            await silo.End();
            await cluster.Forget(silo);
            await cluster.Start();
        }

        return silo.ExitCode == 0
            ? result
            : throw new InvalidOperationException(await cluster.Explain($"SIGTERM: expected exit code 0, found {silo.ExitCode}.", jobId));
    }

    /// <summary>Flips a bit of the newest checkpoint that is in use, then kills a silo.</summary>
    public async Task<(JobStatus Status, double Seconds)> Damage(SiloProcess silo, JobStatus before)
    {
        CheckpointFiles.FlipABit(CheckpointFiles.Newest(cluster.Data, jobId));
        return await Kill(silo, before);
    }

    /// <summary>
    /// Starts one silo more, and has another one leave once the new one works. The time is from when it is up to a step that it
    /// worked for.
    /// </summary>
    public async Task<(JobStatus Status, double Seconds)> Join(SiloProcess leaver)
    {
        var silo = await cluster.Start();
        var start = Stopwatch.GetTimestamp();
        var address = silo.Address.ToString();
        var result = await Until(start, "work on the new silo", s => s.Workers.Any(w => w.Silo == address));
        leaver.Terminate();
        await leaver.End();
        await cluster.Forget(leaver);
        return result;
    }

    private Task<(JobStatus Status, double Seconds)> GoesOn(long start, JobStatus before, SiloProcess? hit = null)
    {
        var address = hit?.Address.ToString();
        var worked = before.Workers.Any(w => w.Silo == address);
        long? gone = null;

        // Where each span ends with a checkpoint, hardly any status shows a step beyond the last one.
        return Until(start, "a step after the loss", s => s.Recoveries > before.Recoveries
            ? s.Steps > Math.Min(s.CheckpointedAt ?? 0, gone ??= s.Steps)
            : worked && s.Steps > before.Steps && s.Workers.All(w => w.Silo != address));
    }

    private async Task<(JobStatus Status, double Seconds)> Until(long start, string expected, Func<JobStatus, bool> isFulfilled)
    {
        var (status, at) = await cluster.Until(
            jobId, expected, s => s.State == JobState.Completed || (s.State == JobState.Running && isFulfilled(s)), Hang);
        return (status, Stopwatch.GetElapsedTime(start, at).TotalSeconds);
    }
}
