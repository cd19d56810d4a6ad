using System.Runtime.Intrinsics;

namespace Granary.Formulas.Randomness;

/// <summary>
/// An endless sequence of random words, of which any part can be had at once. Word <c>i</c> is word <c>i mod 4</c> of the
/// Philox block whose key is the seed and whose counter is <c>i / 4</c> (two words), the stream, and the purpose.
/// </summary>
internal readonly struct RandomStream
{
    private const int WordsPerBlock = 4;

    private readonly uint _key0;
    private readonly uint _key1;
    private readonly uint _stream;
    private readonly uint _purpose;

    /// <summary>Names a sequence.</summary>
    /// <param name="seed">Any number.</param>
    /// <param name="purpose">What the numbers are for.</param>
    /// <param name="stream">Which of the purpose's sequences, from 0 to 2^32 - 1.</param>
    public RandomStream(long seed, RandomPurpose purpose, long stream)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(stream);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(stream, uint.MaxValue);
        _key0 = unchecked((uint)seed);
        _key1 = (uint)(seed >>> 32);
        _stream = (uint)stream;
        _purpose = (uint)purpose;
    }

    /// <summary>Fills in the words from <paramref name="index"/> on.</summary>
    /// <param name="index">The first word, from 0.</param>
    /// <param name="words">Receives the words.</param>
    public void Fill(long index, Span<uint> words)
    {
        var misplaced = (int)(index % WordsPerBlock);
        var block = (ulong)index / WordsPerBlock;
        if (misplaced > 0 && words.Length > 0)
        {
            var taken = Math.Min(WordsPerBlock - misplaced, words.Length);
            CopyPart(block++, misplaced, words[..taken]);
            words = words[taken..];
        }

        for (; Philox4x32.HasFour && words.Length >= 4 * WordsPerBlock; words = words[(4 * WordsPerBlock)..], block += 4)
        {
            Philox4x32.Four(block, _stream, _purpose, _key0, _key1, words);
        }

        for (; words.Length >= WordsPerBlock; words = words[WordsPerBlock..])
        {
            Block(block++).CopyTo(words);
        }

        CopyPart(block, 0, words);
    }

    private void CopyPart(ulong block, int firstWord, Span<uint> words)
    {
        if (words.Length > 0)
        {
            var all = Block(block);
            for (var w = 0; w < words.Length; w++)
            {
                words[w] = all[firstWord + w];
            }
        }
    }

    private Vector128<uint> Block(ulong block) =>
        Philox4x32.Block(Vector128.Create((uint)block, (uint)(block >> 32), _stream, _purpose), _key0, _key1);
}
