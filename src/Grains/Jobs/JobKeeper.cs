using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Membership;
using Microsoft.Extensions.Hosting;

namespace Granary.Grains.Jobs;

/// <summary>
/// Keeps the cluster's jobs running: wakes their coordinators again and again, which costs nothing while they are awake, and makes
/// a lost one come back on this silo within a second. One silo does it, the first of the members.
/// </summary>
internal sealed class JobKeeper(
    IClusterMembershipService membership, ILocalSiloDetails silo, IGrainFactory grains, SiloLeaving leaving) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(500);

    // A coordinator that takes long to come back must not keep the others waiting.
    private Dictionary<string, Task> _waking = [];

    private bool IsFirst =>
        !leaving.HasBegun
        && membership.CurrentSnapshot.Members.Values
            .Where(m => m.Status == SiloStatus.Active)
            .Min(m => m.SiloAddress) is { } first
        && first.Equals(silo.SiloAddress);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                if (IsFirst)
                {
                    await WakeAll();
                }
            }
            catch (Exception) when (!stoppingToken.IsCancellationRequested)
            {
                // Somebody is not there at the moment, or this silo is not yet or no longer: the next tick asks again.
            }
        }
    }

    private async Task WakeAll()
    {
        var jobs = await grains.GetGrain<IJobListGrain>(0).ListRunning();
        _waking = jobs.ToDictionary(job => job, job => _waking.GetValueOrDefault(job) is { IsCompleted: false } waking ? waking : Wake(job));
    }

    private Task Wake(string job)
    {
        var waking = grains.GetGrain<ICoordinatorGrain>(job).Wake();
        waking.Ignore();
        return waking;
    }
}
