using Granary.Numerics.Layers;

namespace Granary.Numerics.Kernels.Blocked;

/// <summary>Finds the slices of a layer.</summary>
internal static class LayerSlices
{
    /// <summary>The slice that holds a neuron.</summary>
    /// <param name="layer">All slices of the layer.</param>
    /// <param name="neuron">The neuron, counted within the layer.</param>
    public static ref readonly Slice At(Slice[] layer, int neuron)
    {
        var s = 0;
        while (neuron >= layer[s].FirstNeuron + layer[s].Neurons)
        {
            s++;
        }

        return ref layer[s];
    }
}
