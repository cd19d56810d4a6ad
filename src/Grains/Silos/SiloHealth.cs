using Granary.Grains.Interfaces;
using Granary.Grains.Interfaces.Silos;
using Granary.Grains.Jobs;
using Granary.Grains.Membership;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace Granary.Grains.Silos;

/// <summary>Asks the membership and the storage how the silo is.</summary>
internal sealed class SiloHealth(
    IClusterMembershipService membership,
    ILocalSiloDetails silo,
    SiloLeaving leaving,
    [FromKeyedServices(ClusterDefaults.Storage)] IGrainStorage storage,
    TimeProvider time) : ISiloHealth
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    // Nobody keeps a state under it: what counts is that the storage says so.
    private static readonly GrainId Nobody = GrainId.Create("health", "nobody");

    private readonly Lock _gate = new();
    private Task<bool>? _look;
    private long _lookedAt;

    /// <inheritdoc/>
    public async Task<bool> IsReadyAsync(CancellationToken cancellationToken) =>
        IsAtWork && await Look().WaitAsync(cancellationToken);

    private bool IsAtWork =>
        !leaving.HasBegun
        && membership.CurrentSnapshot.Members.TryGetValue(silo.SiloAddress, out var here)
        && here.Status == SiloStatus.Active;

    private Task<bool> Look()
    {
        lock (_gate)
        {
            if (_look is null || (_look.IsCompleted && time.GetElapsedTime(_lookedAt) >= Fresh))
            {
                _look = Task.Run(StorageAnswers);
                _lookedAt = time.GetTimestamp();
            }

            return _look;
        }
    }

    private async Task<bool> StorageAnswers()
    {
        try
        {
            await storage.ReadStateAsync(nameof(SiloHealth), Nobody, new GrainState<JobListRecord>(new JobListRecord())).WaitAsync(Patience);
            return true;
        }
        catch (Exception)
        {
            // Why is told by whoever needs the storage for a job.
            return false;
        }
    }
}
