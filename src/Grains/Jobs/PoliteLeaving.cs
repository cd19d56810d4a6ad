using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Membership;
using Granary.Grains.Placement;
using Microsoft.Extensions.Hosting;

namespace Granary.Grains.Jobs;

/// <summary>
/// Before a silo stops: has the jobs hand over what it holds to the other silos, or, when it is the last one, hand themselves over
/// down in a checkpoint. It stops after Orleans was started and before Orleans is stopped.
/// </summary>
internal sealed class PoliteLeaving(SiloLeaving leaving, HeldGrains held, ILocalSiloDetails silo, IGrainFactory grains) : IHostedService
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    // Longer, and the silo goes without: its jobs go on from their last checkpoints.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        leaving.Begin();
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Patience);
        try
        {
            await TellJobs().WaitAsync(deadline.Token);
            while (!held.IsEmpty)
            {
                await Task.Delay(Look, deadline.Token);
            }
        }
        catch (Exception)
        {
            // Nothing is lost by going without a farewell, only some time.
        }
    }

    private async Task TellJobs()
    {
        var jobs = await grains.GetGrain<IJobListGrain>(0).ListRunning();
        await Task.WhenAll(jobs.Select(job => grains.GetGrain<ICoordinatorGrain>(job).SiloLeaves(silo.SiloAddress.ToParsableString())));
    }
}
