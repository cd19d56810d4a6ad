namespace Granary.Numerics.Randomness;

/// <summary>Random numbers by key and index, without a state.</summary>
public static class CounterRandom
{
    /// <summary>Fills the order in which an epoch visits the rows.</summary>
    public static void Permutation(long seed, RandomPurpose purpose, long stream, Span<int> order) => throw new NotImplementedException();
}
