using Granary.Numerics.Layers;
using Granary.Numerics.Networks;

namespace Granary.Numerics.Slicing;

/// <summary>How the layers of a network are cut into slices. It changes no bit of what is computed.</summary>
public static class SlicePlan
{
    /// <summary>Parameters of a network that stays on one silo: for so few, another message costs more than it spreads.</summary>
    public const int SmallNetwork = 32 * 1024;

    /// <summary>Neurons at whose multiples slices start, the width of the widest kernel's panel: fewer make smaller tiles.</summary>
    public const int WidestAlignment = 32;

    /// <summary>The finest such multiple, for layers of few neurons that many silos share.</summary>
    public const int FinestAlignment = 4;

    // With framing and control the silo that sends most stays below 1.05.
    private const double LargestToEven = 1.04;

    /// <summary>
    /// How a network is cut when some silos share it: so that each gets about four slices, or more and finer ones until none of them
    /// has to send much more than the others.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="silos">How many silos share it.</param>
    public static SliceCut For(NetworkShape network, int silos)
    {
        if (silos == 1 || network.Parameters <= SmallNetwork)
        {
            return SliceCut.Whole;
        }

        var cut = SliceCut.Whole with { MaxWeights = (int)Math.Clamp(network.Parameters / (4L * silos), 1, SliceCut.Whole.MaxWeights) };
        while (cut.Alignment > FinestAlignment && Spread(network, cut, silos).LargestToEven > LargestToEven)
        {
            cut = new SliceCut(Math.Max(1, cut.MaxWeights / 2), cut.Alignment / 2);
        }

        return cut;
    }

    /// <summary>Cuts every layer of a network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="cut">How finely.</param>
    /// <returns>For each layer its slices, in the order of their neurons.</returns>
    public static SliceShape[][] Cut(NetworkShape network, SliceCut cut)
    {
        var layers = new SliceShape[network.Layers.Count][];
        for (var l = 0; l < layers.Length; l++)
        {
            layers[l] = Cut(l, network.Layers[l], cut);
        }

        return layers;
    }

    private static SliceSpread Spread(NetworkShape network, SliceCut cut, int silos) =>
        new(Cut(network, cut).SelectMany(layer => layer), silos);

    private static SliceShape[] Cut(int layer, LayerShape shape, SliceCut cut)
    {
        var alignment = Alignment(shape, cut);
        var groups = (shape.Outputs + alignment - 1) / alignment;
        var groupsPerSlice = Math.Max(1, (int)(cut.MaxWeights / ((long)alignment * shape.Inputs)));
        var count = (groups + groupsPerSlice - 1) / groupsPerSlice;
        var slices = new SliceShape[count];
        for (var s = 0; s < count; s++)
        {
            // Groups are spread evenly, so that no slice is much smaller than its neighbours.
            var first = (int)((long)groups * s / count) * alignment;
            var end = Math.Min((int)((long)groups * (s + 1) / count) * alignment, shape.Outputs);
            slices[s] = new SliceShape(layer, s, first, end - first, shape.Inputs, shape.IsNormalized);
        }

        return slices;
    }

    // Where so many neurons fit into a slice, a finer alignment would gain nothing.
    private static int Alignment(LayerShape shape, SliceCut cut)
    {
        var alignment = WidestAlignment;
        while (alignment > cut.Alignment && (long)alignment * shape.Inputs > cut.MaxWeights)
        {
            alignment /= 2;
        }

        return alignment;
    }
}
