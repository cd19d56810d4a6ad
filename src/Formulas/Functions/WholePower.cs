namespace Granary.Formulas.Functions;

/// <summary>Powers by repeated squaring: the platform's own may differ from one platform to the next.</summary>
internal static class WholePower
{
    /// <summary><c>value</c> to the power of <c>exponent</c>, in float64.</summary>
    /// <param name="value">Any number.</param>
    /// <param name="exponent">At least 0.</param>
    public static double Of(double value, long exponent)
    {
        var power = 1.0;
        for (var square = value; exponent > 0; exponent >>= 1, square *= square)
        {
            if ((exponent & 1) != 0)
            {
                power *= square;
            }
        }

        return power;
    }
}
