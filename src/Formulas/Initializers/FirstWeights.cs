using Granary.Formulas.Registration;

namespace Granary.Formulas.Initializers;

/// <summary>Draws first weights.</summary>
public static class FirstWeights
{
    /// <summary>
    /// Draws weights of one layer, whose order is neuron by neuron. The formulas are final: they are part of what makes two runs give
    /// the same bits. They stand above the types that <see cref="Initializer"/> names; each operation is rounded to float32.
    /// </summary>
    /// <param name="initializer">The distribution.</param>
    /// <param name="layer">The layer's size.</param>
    /// <param name="seed">The job's seed.</param>
    /// <param name="stream">The layer's stream of random numbers: its number, from 0.</param>
    /// <param name="index">The place of the first of these weights among all of the layer.</param>
    /// <param name="weights">Receives the weights.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such initializer.</exception>
    public static void Draw(
        Initializer initializer, (int Inputs, int Outputs) layer, long seed, int stream, long index, Span<float> weights)
    {
        if (!Enum.IsDefined(initializer))
        {
            throw Registry<Initializer, WeightDistribution>.Unknown(initializer, nameof(initializer));
        }

        Registry<Initializer, WeightDistribution>.All[(int)initializer].Draw(layer, seed, stream, index, weights);
    }
}
