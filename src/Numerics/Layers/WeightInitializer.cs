using Granary.Formulas.Initializers;

namespace Granary.Numerics.Layers;

/// <summary>Draws the first weights.</summary>
public static class WeightInitializer
{
    /// <summary>
    /// Fills a slice's parameters: weights drawn, biases and shifts 0, gains 1. The same layer cut otherwise gets the same weights.
    /// </summary>
    /// <remarks>
    /// The weight from input <c>k</c> to neuron <c>n</c> of the layer is made of the random number with index
    /// <c>n inputs + k</c>, from the stream of the layer; see <see cref="FirstWeights"/>.
    /// </remarks>
    /// <param name="initializer">The distribution.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="slice">The slice of that layer.</param>
    /// <param name="seed">The job's seed.</param>
    /// <param name="parameters">Receives the slice's weights, then its biases.</param>
    /// <exception cref="ArgumentException">The slice is not of this layer, or the parameters are not of its length.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such initializer.</exception>
    public static void Fill(Initializer initializer, LayerShape layer, SliceShape slice, long seed, Span<float> parameters)
    {
        var belongs = slice.Inputs == layer.Inputs && slice.IsNormalized == layer.IsNormalized && slice.FirstNeuron + slice.Neurons <= layer.Outputs;
        if (!belongs || parameters.Length != slice.Length)
        {
            throw new ArgumentException(
                $"A slice of a layer {layer.Inputs} -> {layer.Outputs} was expected, with all its parameters: found a slice of "
                + $"{slice.Inputs} inputs and the neurons from {slice.FirstNeuron} to {slice.FirstNeuron + slice.Neurons - 1}, "
                + $"{slice.Length} parameters long, and room for {parameters.Length}.");
        }

        var weights = parameters[..slice.Weights];
        parameters[slice.Weights..].Clear();
        if (slice.IsNormalized)
        {
            parameters.Slice(slice.Weights + slice.Neurons, slice.Neurons).Fill(1);
        }

        var index = (long)slice.FirstNeuron * slice.Inputs;
        FirstWeights.Draw(initializer, (layer.Inputs, layer.Outputs), seed, slice.Layer, index, weights);
    }
}
