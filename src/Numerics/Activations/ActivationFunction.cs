using System.Numerics;
using System.Runtime.InteropServices;

namespace Granary.Numerics.Activations;

/// <summary>The activations' values and derivatives.</summary>
public static class ActivationFunction
{
    /// <summary>Replaces a row of <c>z</c> by <c>f(z)</c>.</summary>
    public static void Apply(Activation activation, Span<float> row)
    {
        if (activation == Activation.Relu)
        {
            var vectors = MemoryMarshal.Cast<float, Vector<float>>(row);
            foreach (ref var v in vectors)
            {
                v = Vector.ConditionalSelect(Vector.GreaterThan(v, Vector<float>.Zero), v, Vector<float>.Zero);
            }

            for (var i = vectors.Length * Vector<float>.Count; i < row.Length; i++)
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
            var vectors = MemoryMarshal.Cast<float, Vector<float>>(delta);
            var ys = MemoryMarshal.Cast<float, Vector<float>>(y);
            for (var i = 0; i < vectors.Length; i++)
            {
                vectors[i] = Vector.ConditionalSelect(Vector.GreaterThan(ys[i], Vector<float>.Zero), vectors[i], Vector<float>.Zero);
            }

            for (var i = vectors.Length * Vector<float>.Count; i < delta.Length; i++)
            {
                delta[i] = y[i] > 0 ? delta[i] : 0;
            }
        }
    }
}
