using Granary.Benchmarks.Wire.Exchange;
using Granary.Grains.Interfaces.Tensors;
using Orleans.Concurrency;
using Orleans.Placement;

namespace Granary.Benchmarks.Wire.Nodes;

/// <summary>What the silo exchanges at the moment.</summary>
public sealed class CurrentSlices
{
    public Slices? Slices { get; set; }
}

[Reentrant, PreferLocalPlacement]
public sealed class WireGrain(CurrentSlices current) : Grain, IWireGrain
{
    public ValueTask Create() => ValueTask.CompletedTask;

    public ValueTask<TensorBlock> Exchange(int slice, TensorBlock gradient) => new(current.Slices!.Owned[slice]!.HandIn(gradient));
}
