using Granary.Formulas.Randomness;

namespace Granary.Formulas.Initializers;

/// <summary><c>normal sqrt(2 / inputs)</c>.</summary>
internal sealed class He : WeightDistribution
{
    /// <inheritdoc/>
    public override void Draw((int Inputs, int Outputs) layer, long seed, int stream, long index, Span<float> weights)
    {
        CounterRandom.Normal(seed, RandomPurpose.InitialWeights, stream, index, weights);
        var factor = MathF.Sqrt(2f / layer.Inputs);
        foreach (ref var weight in weights)
        {
            weight *= factor;
        }
    }
}
