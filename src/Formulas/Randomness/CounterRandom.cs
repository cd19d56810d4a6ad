using System.Runtime.CompilerServices;

namespace Granary.Formulas.Randomness;

/// <summary>
/// Random numbers by key and index, without a state: whoever knows (seed, purpose, stream, index) gets the same number, in
/// whatever order and on whatever machine. What a key gives is final.
/// </summary>
public static class CounterRandom
{
    private const int WordsAtOnce = 256;

    /// <summary>Fills in numbers that are uniform in <c>[0, 1)</c>: multiples of 2^-24.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="purpose">What the numbers are for.</param>
    /// <param name="stream">Which of the purpose's sequences, from 0 to 2^32 - 1.</param>
    /// <param name="index">Index of the first number, from 0.</param>
    /// <param name="numbers">Receives the numbers of successive indices.</param>
    public static void Uniform(long seed, RandomPurpose purpose, long stream, long index, Span<float> numbers) =>
        Fill<UnitInterval>(seed, purpose, stream, index, numbers);

    /// <summary>Fills in numbers that are uniform in <c>(0, 1)</c>: odd multiples of 2^-24, symmetric about 1/2.</summary>
    /// <inheritdoc cref="Uniform"/>
    public static void OpenUniform(long seed, RandomPurpose purpose, long stream, long index, Span<float> numbers) =>
        Fill<OpenInterval>(seed, purpose, stream, index, numbers);

    /// <summary>
    /// Fills in numbers of the standard normal distribution, between -6.34 and 6.34: the quantile function applied to a
    /// uniform number, so that one index costs one word.
    /// </summary>
    /// <inheritdoc cref="Uniform"/>
    public static void Normal(long seed, RandomPurpose purpose, long stream, long index, Span<float> numbers)
    {
        Fill<SignedTail>(seed, purpose, stream, index, numbers);
        NormalQuantile.Apply(numbers);
    }

    /// <summary>
    /// Fills in a random order of the numbers from 0 to <c>order.Length - 1</c>, such as the one in which an epoch visits the
    /// rows. Every order is equally likely.
    /// </summary>
    /// <remarks>
    /// Fisher and Yates's shuffle from the last place to the second. The place to swap with is the high half of the product
    /// of a random word and the number of places left; words for which that would be biased are passed over
    /// (D. Lemire, "Fast random integer generation in an interval", 2019).
    /// </remarks>
    /// <param name="seed">The seed.</param>
    /// <param name="purpose">What the order is for.</param>
    /// <param name="stream">Which of the purpose's sequences, from 0 to 2^32 - 1, for example the epoch.</param>
    /// <param name="order">Receives the order.</param>
    public static void Permutation(long seed, RandomPurpose purpose, long stream, Span<int> order)
    {
        var random = new RandomStream(seed, purpose, stream);
        Span<uint> words = stackalloc uint[WordsAtOnce];
        var drawn = 0L;
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        for (var left = (uint)order.Length; left > 1; left--)
        {
            ulong product;
            do
            {
                var next = (int)(drawn % WordsAtOnce);
                if (next == 0)
                {
                    random.Fill(drawn, words);
                }

                drawn++;
                product = (ulong)words[next] * left;
            }
            while (IsBiased((uint)product, left));
            var (place, last) = ((int)(product >> 32), (int)left - 1);
            (order[place], order[last]) = (order[last], order[place]);
        }
    }

    // 2^32 mod left of the low halves are one too many; the division is needed only below left.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsBiased(uint low, uint left) => low < left && low < unchecked(0u - left) % left;

    private static void Fill<TNumber>(long seed, RandomPurpose purpose, long stream, long index, Span<float> numbers)
        where TNumber : struct, IRandomNumber
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        var random = new RandomStream(seed, purpose, stream);
        Span<uint> words = stackalloc uint[WordsAtOnce];
        while (numbers.Length > 0)
        {
            words = words[..Math.Min(words.Length, numbers.Length)];
            random.Fill(index, words);
            for (var i = 0; i < words.Length; i++)
            {
                numbers[i] = TNumber.FromWord(words[i]);
            }

            index += words.Length;
            numbers = numbers[words.Length..];
        }
    }

    private interface IRandomNumber
    {
        static abstract float FromWord(uint word);
    }

    private readonly struct UnitInterval : IRandomNumber
    {
        public static float FromWord(uint word) => (int)(word >> 8) * (1f / (1 << 24));
    }

    private readonly struct OpenInterval : IRandomNumber
    {
        public static float FromWord(uint word) => (int)((word >> 8) | 1) * (1f / (1 << 24));
    }

    // The probability beyond the number, at most 1/2, with the number's sign.
    private readonly struct SignedTail : IRandomNumber
    {
        public static float FromWord(uint word) =>
            MathF.CopySign((((long)word << 1) & uint.MaxValue | 1) * (1f / (1L << 33)), (int)word);
    }
}
