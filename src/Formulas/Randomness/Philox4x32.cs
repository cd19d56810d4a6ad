using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

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
}
