namespace Granary.Numerics.Activations;

/// <summary>The activations' values and derivatives.</summary>
public static class ActivationFunction
{
    /// <summary>Replaces a row of <c>z</c> by <c>f(z)</c>.</summary>
    public static void Apply(Activation activation, Span<float> row)
    {
        if (activation == Activation.Relu)
        {
            for (var i = 0; i < row.Length; i++)
            {
                row[i] = row[i] > 0 ? row[i] : 0;
            }
        }
    }

    /// <summary>Multiplies <paramref name="delta"/>, derivatives by <c>y = f(z)</c>, so that they become derivatives by <c>z</c>.</summary>
    public static void MultiplyByDerivative(Activation activation, ReadOnlySpan<float> y, Span<float> delta)
    {
        if (activation == Activation.Relu)
        {
            for (var i = 0; i < delta.Length; i++)
            {
                delta[i] = y[i] > 0 ? delta[i] : 0;
            }
        }
    }
}
