using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Granary.Formulas.Randomness;

/// <summary>
/// Philox4x32-10, the counter-based generator of Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3"
/// (SC'11): a keyed bijection of 128 bits whose outputs for successive counters pass as random.
/// </summary>
internal static class Philox4x32
{
    private const int Rounds = 10;
    private const uint Multiplier0 = 0xD2511F53;
    private const uint Multiplier1 = 0xCD9E8D57;
    private const uint KeyStep0 = 0x9E3779B9;
    private const uint KeyStep1 = 0xBB67AE85;

    /// <summary>Whether <see cref="Four"/> can be called.</summary>
    public static bool HasFour => Avx2.IsSupported;

    /// <summary>Four random words.</summary>
    /// <param name="counter">The four words of the counter.</param>
    /// <param name="key0">The first word of the key.</param>
    /// <param name="key1">The second word of the key.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> Block(Vector128<uint> counter, uint key0, uint key1)
    {
        var (c0, c1, c2, c3) = (counter[0], counter[1], counter[2], counter[3]);
        for (var round = 0; round < Rounds; round++)
        {
            var product0 = (ulong)Multiplier0 * c0;
            var product1 = (ulong)Multiplier1 * c2;
            c0 = (uint)(product1 >> 32) ^ (c1 ^ key0);
            c1 = (uint)product1;
            c2 = (uint)(product0 >> 32) ^ (c3 ^ key1);
            c3 = (uint)product0;
            unchecked
            {
                key0 += KeyStep0;
                key1 += KeyStep1;
            }
        }

        return Vector128.Create(c0, c1, c2, c3);
    }

    /// <summary>The words of four successive blocks, computed side by side: the same ones as <see cref="Block"/> gives, several times as fast.</summary>
    /// <param name="block">The first two words of the first counter, as one number.</param>
    /// <param name="word2">The third word of all counters.</param>
    /// <param name="word3">The fourth word of all counters.</param>
    /// <param name="key0">The first word of the key.</param>
    /// <param name="key1">The second word of the key.</param>
    /// <param name="words">Receives sixteen words.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Four(ulong block, uint word2, uint word3, uint key0, uint key1, Span<uint> words)
    {
        // Each word in the lower half of 64 bits, where products have room.
        var low = Vector256.Create((ulong)uint.MaxValue);
        var counter = Vector256.Create(block) + Vector256.Create(0UL, 1, 2, 3);
        var (c0, c1, c2, c3) = (counter & low, counter >>> 32, Vector256.Create((ulong)word2), Vector256.Create((ulong)word3));
        for (var round = 0; round < Rounds; round++)
        {
            var product0 = Avx2.Multiply(Vector256.Create((ulong)Multiplier0).AsUInt32(), c0.AsUInt32());
            var product1 = Avx2.Multiply(Vector256.Create((ulong)Multiplier1).AsUInt32(), c2.AsUInt32());
            c0 = (product1 >>> 32) ^ c1 ^ Vector256.Create((ulong)key0);
            c1 = product1 & low;
            c2 = (product0 >>> 32) ^ c3 ^ Vector256.Create((ulong)key1);
            c3 = product0 & low;
            unchecked
            {
                key0 += KeyStep0;
                key1 += KeyStep1;
            }
        }

        var (first, second) = (c0 | (c1 << 32), c2 | (c3 << 32));
        var (even, odd) = (Avx2.UnpackLow(first, second).AsUInt32(), Avx2.UnpackHigh(first, second).AsUInt32());
        even.GetLower().CopyTo(words);
        odd.GetLower().CopyTo(words[4..]);
        even.GetUpper().CopyTo(words[8..]);
        odd.GetUpper().CopyTo(words[12..]);
    }
}
