using Granary.Grains.Interfaces;
using Granary.Grains.Interfaces.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace Granary.Grains.Jobs;

/// <summary>
/// Reads the list of jobs where <see cref="JobListGrain"/> keeps it. The grain answers for a change once it is written, so what is read here
/// is never older than what a caller was told.
/// </summary>
internal sealed class JobListReader(
    [FromKeyedServices(ClusterDefaults.Storage)] IGrainStorage storage, IGrainFactory grains)
{
    /// <summary>The ids of all jobs, in the order in which they were accepted.</summary>
    public async Task<string[]> Read()
    {
        var state = new GrainState<JobListRecord>(new JobListRecord());
        await storage.ReadStateAsync(JobListGrain.StateName, grains.GetGrain<IJobListGrain>(0).GetGrainId(), state);
        return [.. state.State?.Jobs ?? []];
    }
}
