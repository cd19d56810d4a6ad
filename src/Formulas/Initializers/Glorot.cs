using Granary.Formulas.Randomness;

namespace Granary.Formulas.Initializers;

/// <summary><c>(2 uniform - 1) sqrt(6 / (inputs + outputs))</c> with a uniform number from the open interval (0, 1).</summary>
internal sealed class Glorot : WeightDistribution
{
    /// <inheritdoc/>
    public override void Draw((int Inputs, int Outputs) layer, long seed, int stream, long index, Span<float> weights)
    {
        CounterRandom.OpenUniform(seed, RandomPurpose.InitialWeights, stream, index, weights);
        var factor = MathF.Sqrt(6f / ((long)layer.Inputs + layer.Outputs));
        foreach (ref var weight in weights)
        {
            weight = ((2f * weight) - 1f) * factor;
        }
    }
}
