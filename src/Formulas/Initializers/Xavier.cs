using Granary.Formulas.Randomness;

namespace Granary.Formulas.Initializers;

/// <summary><c>normal / sqrt(inputs)</c>.</summary>
internal sealed class Xavier : WeightDistribution
{
    /// <inheritdoc/>
    public override void Draw((int Inputs, int Outputs) layer, long seed, int stream, long index, Span<float> weights)
    {
        CounterRandom.Normal(seed, RandomPurpose.InitialWeights, stream, index, weights);
        var divisor = MathF.Sqrt(layer.Inputs);
        foreach (ref var weight in weights)
        {
            weight /= divisor;
        }
    }
}
