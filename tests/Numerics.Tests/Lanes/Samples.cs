namespace Granary.Numerics.Tests.Lanes;

/// <summary>Floats on which vector widths might disagree.</summary>
internal static class Samples
{
    /// <summary>
    /// NaNs, infinities, zeros, denormals, the ends of the normal range and some everyday numbers, of both signs.
    /// </summary>
    public static readonly float[] Special = WithNegatives(
        Bits(0x7FC00000), Bits(0x7FC12345), float.PositiveInfinity, 0f, float.Epsilon, Bits(0x00000003), Bits(0x00400000),
        Bits(0x007FFFFF), Bits(0x00800000), Bits(0x00800001), float.MaxValue, Bits(0x7F000000), 1f, Bits(0x3F7FFFFF),
        Bits(0x3F800001), 0.5f, 0.1f, 2f, 3f, 10f, 1e-6f, 1e6f, 16777216f, 33554432f, 12582912f, 0.41421354f, 0.33333334f,
        0.70710677f, 0.425f, 17.5f, 20f, 87.33655f, 88.72283f, 88.72284f, 89f, 103.97208f, 104f, 104.5f, 1e10f, 1e30f);

    /// <summary>The float with these bits.</summary>
    public static float Bits(uint bits) => BitConverter.UInt32BitsToSingle(bits);

    /// <summary>Special values, random bit patterns and random numbers of everyday size, mixed.</summary>
    public static float[] Mixed(int length, int seed)
    {
        var random = new Random(seed);
        var values = new float[length];
        for (var i = 0; i < length; i++)
        {
            values[i] = random.Next(3) switch
            {
                0 => Special[random.Next(Special.Length)],
                1 => Bits((uint)random.NextInt64(1L << 32)),
                _ => (float)((random.NextDouble() * 20) - 10),
            };
        }

        return values;
    }

    /// <summary>Numbers in [-<paramref name="limit"/>, <paramref name="limit"/>].</summary>
    public static float[] Uniform(int length, int seed, double limit = 1)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, length).Select(_ => (float)(((2 * random.NextDouble()) - 1) * limit))];
    }

    /// <summary><paramref name="perExponent"/> floats of each exponent and sign, denormals included, evenly spread.</summary>
    public static float[] EveryExponent(int perExponent)
    {
        var values = new List<float>();
        for (uint exponent = 0; exponent < 255; exponent++)
        {
            for (var i = 0; i < perExponent; i++)
            {
                var fraction = (uint)(((long)i << 23) / perExponent) | (uint)(i % 7);
                values.Add(Bits((exponent << 23) | fraction));
                values.Add(Bits(0x80000000 | (exponent << 23) | fraction));
            }
        }

        return [.. values];
    }

    private static float[] WithNegatives(params float[] values) =>
        [.. values, .. values.Select(v => Bits(BitConverter.SingleToUInt32Bits(v) ^ 0x80000000))];
}
