using Granary.Numerics.Networks;

namespace Granary.Numerics.Slicing;

/// <summary>How the layers of a network are cut into slices. It changes no bit of what is computed.</summary>
public static class SlicePlan
{
    /// <summary>
    /// A slice holds at most this many weights (1 MB), unless <see cref="NeuronsAlignment"/> neurons have more: larger messages
    /// fall out of the cache on their way and delay what waits behind them.
    /// </summary>
    public const int MaxWeights = 256 * 1024;

    /// <summary>Slices start at multiples of this many neurons, the width of the widest kernel's panel.</summary>
    public const int NeuronsAlignment = 32;

    /// <summary>
    /// The largest number of weights in a slice when several silos share a network, so that each gets about four slices and the
    /// bytes spread evenly.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="silos">How many silos share it.</param>
    public static int MaxWeightsFor(NetworkShape network, int silos) =>
        silos == 1 ? MaxWeights : (int)Math.Clamp(network.Parameters / (4L * silos), 1, MaxWeights);

    /// <summary>Cuts every layer of a network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="maxWeights">The largest number of weights in a slice.</param>
    /// <returns>For each layer its slices, in the order of their neurons.</returns>
    public static SliceShape[][] Cut(NetworkShape network, int maxWeights = MaxWeights)
    {
        var layers = new SliceShape[network.Layers.Count][];
        for (var l = 0; l < layers.Length; l++)
        {
            layers[l] = Cut(l, network.Layers[l], maxWeights);
        }

        return layers;
    }

    private static SliceShape[] Cut(int layer, LayerShape shape, int maxWeights)
    {
        var groups = (shape.Outputs + NeuronsAlignment - 1) / NeuronsAlignment;
        var groupsPerSlice = Math.Max(1, (int)(maxWeights / ((long)NeuronsAlignment * shape.Inputs)));
        var count = (groups + groupsPerSlice - 1) / groupsPerSlice;
        var slices = new SliceShape[count];
        for (var s = 0; s < count; s++)
        {
            // Groups are spread evenly, so that no slice is much smaller than its neighbours.
            var first = (int)((long)groups * s / count) * NeuronsAlignment;
            var end = Math.Min((int)((long)groups * (s + 1) / count) * NeuronsAlignment, shape.Outputs);
            slices[s] = new SliceShape(layer, s, first, end - first, shape.Inputs);
        }

        return slices;
    }
}
