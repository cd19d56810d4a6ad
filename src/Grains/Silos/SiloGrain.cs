using Granary.Grains.Compute;
using Granary.Grains.Hosting;
using Granary.Grains.Interfaces;
using Granary.Grains.Interfaces.Silos;
using Granary.Grains.Layers;
using Granary.Grains.Placement;
using Granary.Grains.Workers;
using Granary.Numerics.Kernels;

namespace Granary.Grains.Silos;

/// <summary>Tells about its silo.</summary>
[OnNamedSilo]
internal sealed class SiloGrain(
    ComputeLane lane,
    ComputeOptions options,
    SliceRegistry slices,
    WorkerCount workers,
    ILocalSiloDetails silo,
    ISiloTraffic? traffic = null)
    : Grain, ISiloGrain
{
    public Task<SiloFacts> GetFacts()
    {
        var held = slices.Slices;
        return Task.FromResult(new SiloFacts
        {
            Address = silo.SiloAddress.Endpoint.ToString(),
            Name = silo.Name,
            ComputeThreads = lane.Team.Threads,
            Kernel = MatrixKernels.Create(options.Kernel).Name,
            Workers = workers.Count,
            Slices = held.Count,
            SliceBytes = held.Sum(s => s.Bytes),
            MemoryBytes = Environment.WorkingSet,
            Jobs = [],
            Load = 0,
            IsLeaving = false,
            BytesSent = traffic?.BytesSent ?? 0,
        });
    }

    public Task<int> GetProtocolVersion() => Task.FromResult(ClusterDefaults.ProtocolVersion);
}
