namespace Granary.Numerics.Tests.Functions;

/// <summary>bfloat16 by its definition: both neighbours, and which of them is nearer, in float64, where all of it is exact.</summary>
internal static class Bfloat16Oracle
{
    private const double AboveTheLargest = 3.402823669209385e38; // 2^128

    public static float Round(float value)
    {
        var bits = BitConverter.SingleToUInt32Bits(value);
        var towardsZero = bits & 0xFFFF0000;
        if (float.IsNaN(value))
        {
            return BitConverter.UInt32BitsToSingle(towardsZero | 0x00400000);
        }

        if (bits == towardsZero)
        {
            return value;
        }

        var awayFromZero = towardsZero + 0x10000;
        var below = Math.Abs((double)value) - Magnitude(towardsZero);
        var above = Magnitude(awayFromZero) - Math.Abs((double)value);
        var isEven = (towardsZero & 0x10000) == 0;
        return BitConverter.UInt32BitsToSingle(below < above || (below == above && isEven) ? towardsZero : awayFromZero);
    }

    private static double Magnitude(uint bits)
    {
        var magnitude = Math.Abs((double)BitConverter.UInt32BitsToSingle(bits));
        return double.IsInfinity(magnitude) ? AboveTheLargest : magnitude;
    }
}
