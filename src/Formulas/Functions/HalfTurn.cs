namespace Granary.Formulas.Functions;

/// <summary>
/// A cosine in float64 that has the same bits on every platform, which the platform's own has not: additions, multiplications and fused
/// multiply-adds alone.
/// </summary>
internal static class HalfTurn
{
    private static readonly double[] CosineTerms = Terms(first: 1);
    private static readonly double[] SineTerms = Terms(first: Math.PI);

    /// <summary><c>cos(pi x)</c>, off by less than 1e-15.</summary>
    /// <param name="x">From 0 to 1.</param>
    public static double Cosine(double x) => x switch
    {
        > 0.5 => -Cosine(1 - x),
        > 0.25 => (0.5 - x) * Polynomial(SineTerms, (0.5 - x) * (0.5 - x)),
        _ => Polynomial(CosineTerms, x * x),
    };

    // The Taylor series of cos(pi x), from the term 1, or of sin(pi x) / x, from the term pi, in powers of x x. Up to a quarter, the first
    // term that is left out is below 1e-19.
    private static double[] Terms(double first)
    {
        var terms = new double[10];
        terms[0] = first;
        for (var i = 1; i < terms.Length; i++)
        {
            var n = (2 * i) - (first == 1 ? 1 : 0);
            terms[i] = -terms[i - 1] * Math.PI * Math.PI / (n * (n + 1.0));
        }

        return terms;
    }

    private static double Polynomial(double[] terms, double x)
    {
        var sum = 0.0;
        for (var i = terms.Length - 1; i >= 0; i--)
        {
            sum = Math.FusedMultiplyAdd(sum, x, terms[i]);
        }

        return sum;
    }
}
