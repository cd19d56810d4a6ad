namespace Granary.Formulas.Functions;

/// <summary>A natural logarithm in float64 that has the same bits on every platform, which the platform's own has not.</summary>
public static class NaturalLog
{
    private const int MantissaBits = 52;
    private const int Bias = 1023;
    private const int Terms = 11;

    private static readonly double Ln2 = BitConverter.Int64BitsToDouble(0x3FE6_2E42_FEFA_39EF);

    /// <summary><c>log(x)</c>, off by less than 1e-15 of itself, or of 1 where that is more.</summary>
    /// <param name="x">From the least normal number on, finite.</param>
    /// <remarks>With <c>x = m 2^e</c> and <c>m</c> between the roots of 1/2 and 2: <c>e log 2 + 2 artanh((m - 1) / (m + 1))</c>, by its Taylor series.</remarks>
    public static double Of(double x)
    {
        var bits = BitConverter.DoubleToInt64Bits(x);
        var exponent = (int)(bits >> MantissaBits) - Bias;
        var m = BitConverter.Int64BitsToDouble((bits & ((1L << MantissaBits) - 1)) | ((long)Bias << MantissaBits));
        if (m * m > 2)
        {
            (m, exponent) = (m / 2, exponent + 1);
        }

        var s = (m - 1) / (m + 1);
        var sum = 0.0;
        for (var i = Terms - 1; i >= 0; i--)
        {
            sum = Math.FusedMultiplyAdd(sum, s * s, 1.0 / ((2 * i) + 1));
        }

        return (exponent * Ln2) + (2 * s * sum);
    }
}
