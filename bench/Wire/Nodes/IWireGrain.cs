using Granary.Grains.Interfaces.Tensors;

namespace Granary.Benchmarks.Wire.Nodes;

/// <summary>A silo's slices, for the other silo.</summary>
public interface IWireGrain : IGrainWithIntegerKey
{
    /// <summary>Creates it on the silo that calls.</summary>
    ValueTask Create();

    /// <summary>Hands in a gradient; the answer is the new weights.</summary>
    ValueTask<TensorBlock> Exchange(int slice, TensorBlock gradient);
}
