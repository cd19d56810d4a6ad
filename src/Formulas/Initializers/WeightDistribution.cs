namespace Granary.Formulas.Initializers;

/// <summary>What first weights are drawn from.</summary>
internal abstract class WeightDistribution
{
    /// <summary>Draws weights of one layer.</summary>
    /// <param name="layer">The layer's size.</param>
    /// <param name="seed">The job's seed.</param>
    /// <param name="stream">The layer's stream of random numbers.</param>
    /// <param name="index">The index of the first weight in the stream.</param>
    /// <param name="weights">Receives the weights.</param>
    public abstract void Draw((int Inputs, int Outputs) layer, long seed, int stream, long index, Span<float> weights);
}
