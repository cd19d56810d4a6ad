namespace Granary.Formulas.Functions;

/// <summary>Looks for NaNs and infinities.</summary>
public static class FiniteNumbers
{
    /// <summary>Whether all of some numbers are finite.</summary>
    /// <param name="values">The numbers.</param>
    public static bool AreAll(ReadOnlySpan<float> values)
    {
        foreach (var value in values)
        {
            if (!float.IsFinite(value))
            {
                return false;
            }
        }

        return true;
    }
}
