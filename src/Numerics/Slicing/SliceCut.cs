namespace Granary.Numerics.Slicing;

/// <summary>How finely <see cref="SlicePlan"/> cuts the layers of a network.</summary>
/// <param name="MaxWeights">The largest number of weights in a slice, unless <paramref name="Alignment"/> neurons have more.</param>
/// <param name="Alignment">Slices start at multiples of this many neurons, or of more where a slice holds more.</param>
public readonly record struct SliceCut(int MaxWeights, int Alignment)
{
    /// <summary>
    /// The cut of a network that one silo holds: slices of at most 1 MB. Larger messages fall out of the cache on their way and delay
    /// what waits behind them.
    /// </summary>
    public static SliceCut Whole { get; } = new(256 * 1024, SlicePlan.WidestAlignment);
}
