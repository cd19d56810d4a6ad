using Granary.Grains.Compute;
using Granary.Grains.Interfaces;
using Granary.Grains.Interfaces.Silos;
using Granary.Grains.Interfaces.Tensors;
using Granary.Grains.Jobs;
using Granary.Grains.Layers;
using Granary.Grains.Membership;
using Granary.Grains.Memory;
using Granary.Grains.Placement;
using Granary.Numerics.Kernels.Dispatch;
using Orleans.Concurrency;

namespace Granary.Grains.Silos;

/// <summary>Tells about its silo.</summary>
[OnNamedSilo, Reentrant]
internal sealed class SiloGrain(
    ComputeExecutor executor,
    ComputeOptions options,
    SliceRegistry slices,
    HeldGrains held,
    LocalCoordinators coordinators,
    SiloLeaving leaving,
    ILocalSiloDetails silo,
    ISiloTraffic? traffic = null)
    : Grain, ISiloGrain
{
    private static readonly TimeSpan Reach = TimeSpan.FromSeconds(ISiloGrain.ReachSeconds);

    public Task<SiloFacts> GetFacts()
    {
        var all = slices.Slices;
        return Task.FromResult(new SiloFacts
        {
            Address = silo.SiloAddress.Endpoint.ToString(),
            Name = silo.Name,
            ComputeThreads = executor.Team.Threads,
            Kernel = MatrixKernels.Create(options.Kernel).Name,
            Workers = held.Workers,
            Slices = all.Count,
            SliceBytes = all.Sum(s => s.Bytes),
            MemoryBytes = Environment.WorkingSet,
            Jobs = held.Jobs,
            Load = executor.Load,
            IsLeaving = leaving.HasBegun,
            BytesSent = traffic?.BytesSent ?? 0,
            Machine = options.SharesMemory ? SharedMemory.Machine : null,
            Memory = options.LookAtMemory(),
            Cores = MachineCores.Count,
        });
    }

    public Task CollectGarbage()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive);
        return Task.CompletedTask;
    }

    public Task<int> Fence(string jobId, long generation) => held.ReleaseBefore(jobId, generation);

    public Task HandOver(string jobId) => coordinators.HandOver(jobId);

    public async Task<string[]> FindSilent(string[] silos)
    {
        var answers = await Task.WhenAll(silos.Select(Answers));
        return [.. silos.Zip(answers).Where(s => !s.Second).Select(s => s.First)];
    }

    public Task<int> GetProtocolVersion() => Task.FromResult(ClusterDefaults.ProtocolVersion);

    private async Task<bool> Answers(string other)
    {
        try
        {
            await GrainFactory.GetGrain<ISiloGrain>(GrainKeys.Silo(other)).GetProtocolVersion().WaitAsync(Reach);
            return true;
        }
        catch (Exception e) when (SiloLoss.Is(e))
        {
            return false;
        }
    }
}
