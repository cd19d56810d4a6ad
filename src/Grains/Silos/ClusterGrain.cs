using Granary.Grains.Interfaces;
using Granary.Grains.Interfaces.Silos;
using Granary.Grains.Jobs;
using Granary.Grains.Membership;
using Orleans.Concurrency;

namespace Granary.Grains.Silos;

/// <summary>Tells about the cluster what its silo knows.</summary>
[StatelessWorker, Reentrant]
internal sealed class ClusterGrain(IClusterMembershipService membership, JobListReader jobs) : Grain, IClusterGrain
{
    public Task<int> GetProtocolVersion() => Task.FromResult(ClusterDefaults.ProtocolVersion);

    public Task<string[]> ListSilos() => Task.FromResult(ActiveSilos.Of(membership));

    public Task<string[]> ListJobs() => jobs.Read();
}
