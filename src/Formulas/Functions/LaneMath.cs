using System.Runtime.CompilerServices;
using Granary.Formulas.Lanes;

namespace Granary.Formulas.Functions;

/// <summary>
/// The elementary functions on lanes. They consist of IEEE 754 operations and fused multiply-adds in a fixed order, so that
/// they give the same bits at every vector width and on every processor. A NaN comes out with the bits it went in with.
/// </summary>
/// <remarks>
/// The polynomials are minimax fits of the relative error, found with Remez's exchange, their coefficients rounded to
/// float32. Bounds of the error are in units in the last place (ulp) of the exact result and were checked for every float32.
/// </remarks>
internal static partial class LaneMath
{
    private const int SignBit = int.MinValue;
    private const int AllButSignBit = int.MaxValue;
    private const int ExponentShift = 23;
    private const int ExponentBias = 127;

    // ln 2 in two parts; the high one has 9 bits, so that its product with an exponent is exact.
    private const float Ln2High = 0.693359375f;
    private const float Ln2Low = -2.12194440e-4f;

    // 1.5 * 2^23: a float of about this size has no bits for a fraction, so adding it rounds to the nearest integer, to even
    // on a tie, and leaves that integer in the lowest bits.
    private const float IntegerShift = 12582912f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Bits<TLanes>(int bits)
        where TLanes : struct, ILanes<TLanes> => TLanes.Broadcast(BitConverter.Int32BitsToSingle(bits));
}
