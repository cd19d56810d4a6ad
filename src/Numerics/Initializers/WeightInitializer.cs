using Granary.Numerics.Networks;
using Granary.Numerics.Slicing;

namespace Granary.Numerics.Initializers;

/// <summary>Draws the first weights.</summary>
public static class WeightInitializer
{
    /// <summary>Fills a slice's parameters: weights drawn, biases 0. The same slice cut otherwise gets the same weights.</summary>
    public static void Fill(Initializer initializer, LayerShape layer, SliceShape slice, long seed, Span<float> parameters) =>
        throw new NotImplementedException();
}
