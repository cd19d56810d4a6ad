using Granary.Formulas.Randomness;

namespace Granary.Data;

/// <summary>Draws the rows that are held out for the test.</summary>
internal static class HeldOutSplit
{
    /// <summary>Divides the rows of a source by the seed alone.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="rows">Number of rows, at least 2.</param>
    /// <param name="fraction">The share of the rows held out; at least one row is held out and at least one is not.</param>
    /// <returns>The rows for training and those for the test, each in the order of the file.</returns>
    public static (int[] Train, int[] Test) Divide(long seed, int rows, double fraction)
    {
        var order = new int[rows];
        CounterRandom.Permutation(seed, RandomPurpose.HeldOutRows, 0, order);
        var count = Math.Clamp((int)Math.Round(fraction * rows, MidpointRounding.AwayFromZero), 1, rows - 1);
        return (order[count..].Order().ToArray(), order[..count].Order().ToArray());
    }
}
