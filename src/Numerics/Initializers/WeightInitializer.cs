using Granary.Numerics.Layers;
using Granary.Numerics.Randomness;

namespace Granary.Numerics.Initializers;

/// <summary>Draws the first weights.</summary>
public static class WeightInitializer
{
    /// <summary>
    /// Fills a slice's parameters: weights drawn, biases 0. The same layer cut otherwise gets the same weights.
    /// </summary>
    /// <remarks>
    /// The weight from input <c>k</c> to neuron <c>n</c> of the layer is made of the random number with index
    /// <c>n inputs + k</c>, from the stream of the layer. The formulas are final, each operation is rounded to float32:
    /// Xavier <c>normal / sqrt(inputs)</c>; He <c>normal sqrt(2 / inputs)</c>; Glorot
    /// <c>(2 uniform - 1) sqrt(6 / (inputs + outputs))</c> with a uniform number from the open interval (0, 1).
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
        var belongs = slice.Inputs == layer.Inputs && slice.FirstNeuron + slice.Neurons <= layer.Outputs;
        if (!belongs || parameters.Length != slice.Length)
        {
            throw new ArgumentException(
                $"A slice of a layer {layer.Inputs} -> {layer.Outputs} was expected, with all its parameters: found a slice of "
                + $"{slice.Inputs} inputs and the neurons from {slice.FirstNeuron} to {slice.FirstNeuron + slice.Neurons - 1}, "
                + $"{slice.Length} parameters long, and room for {parameters.Length}.");
        }

        var weights = parameters[..slice.Weights];
        parameters[slice.Weights..].Clear();
        var index = (long)slice.FirstNeuron * slice.Inputs;
        switch (initializer)
        {
            case Initializer.Xavier:
                CounterRandom.Normal(seed, RandomPurpose.InitialWeights, slice.Layer, index, weights);
                Divide(weights, MathF.Sqrt(layer.Inputs));
                break;
            case Initializer.He:
                CounterRandom.Normal(seed, RandomPurpose.InitialWeights, slice.Layer, index, weights);
                Multiply(weights, MathF.Sqrt(2f / layer.Inputs));
                break;
            case Initializer.Glorot:
                CounterRandom.OpenUniform(seed, RandomPurpose.InitialWeights, slice.Layer, index, weights);
                Centre(weights);
                Multiply(weights, MathF.Sqrt(6f / ((long)layer.Inputs + layer.Outputs)));
                break;
            default:
                throw new ArgumentOutOfRangeException(
                    nameof(initializer),
                    initializer,
                    $"There is no such initializer; expected one of {string.Join(", ", Enum.GetNames<Initializer>())}.");
        }
    }

    private static void Divide(Span<float> weights, float divisor)
    {
        foreach (ref var weight in weights)
        {
            weight /= divisor;
        }
    }

    private static void Multiply(Span<float> weights, float factor)
    {
        foreach (ref var weight in weights)
        {
            weight *= factor;
        }
    }

    private static void Centre(Span<float> uniform)
    {
        foreach (ref var number in uniform)
        {
            number = (2f * number) - 1f;
        }
    }
}
