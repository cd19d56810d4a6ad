using Granary.Formulas.Registration;

namespace Granary.Formulas.Activations;

/// <summary>
/// The activations' values and derivatives. The formulas below are final: they are part of what makes two runs give the same
/// bits. Each operation in them is rounded to float32 on its own, except <c>fma(a, b, c) = a b + c</c>, which is rounded once.
/// </summary>
public static unsafe class ActivationFunction
{
    /// <summary>
    /// Replaces <c>z</c> by <c>f(z)</c>. Every activation but softmax works element by element, so any number of rows may be
    /// given at once; softmax needs exactly the outputs of one row.
    /// </summary>
    /// <remarks>
    /// Each formula stands above the type that <see cref="Activation"/> names. Softmax is <c>e_j / s</c> with
    /// <c>e_j = exp(z_j - max z)</c> and <c>s</c> their sum, in the order of <see cref="Lanes.RowReduction"/>.
    /// </remarks>
    /// <param name="activation">The function <c>f</c>.</param>
    /// <param name="row">Holds <c>z</c>, receives <c>f(z)</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such activation.</exception>
    public static void Apply(Activation activation, Span<float> row)
    {
        fixed (float* values = row)
        {
            Of(activation).Apply(values, row.Length);
        }
    }

    /// <summary>
    /// Multiplies <paramref name="delta"/>, derivatives by <c>y = f(z)</c>, by <c>f'(z)</c>, so that they become derivatives by
    /// <c>z</c>. As with <see cref="Apply"/>, softmax needs exactly one row and the others take any number of elements.
    /// </summary>
    /// <remarks>
    /// Each formula stands above the type that <see cref="Activation"/> names. Softmax is <c>y_j (delta_j - d)</c> with
    /// <c>d = sum_i y_i delta_i</c>, as chains of fused multiply-adds in the order of <see cref="Lanes.RowReduction"/>.
    /// </remarks>
    /// <param name="activation">The function <c>f</c>.</param>
    /// <param name="y">What <see cref="Apply"/> gave; with <see cref="KeepsInput"/> what it was given.</param>
    /// <param name="delta">As long as <paramref name="y"/>; changed in place.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such activation.</exception>
    public static void MultiplyByDerivative(Activation activation, ReadOnlySpan<float> y, Span<float> delta)
    {
        if (y.Length != delta.Length)
        {
            throw Unequal(y.Length, delta.Length);
        }

        fixed (float* outputs = y, derivatives = delta)
        {
            Of(activation).TimesDerivative(outputs, derivatives, y.Length);
        }
    }

    /// <summary>Whether an activation looks at the whole row, as softmax does.</summary>
    /// <param name="activation">The function <c>f</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such activation.</exception>
    public static bool NeedsRow(Activation activation) => Of(activation).NeedsRow;

    /// <summary>
    /// Whether the derivative of an activation is computed from <c>z</c>, because <c>y</c> does not tell it: who applies it to a
    /// hidden layer keeps <c>z</c> and gives it to <see cref="MultiplyByDerivative"/>.
    /// </summary>
    /// <param name="activation">The function <c>f</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such activation.</exception>
    public static bool KeepsInput(Activation activation) => Of(activation).KeepsInput;

    /// <summary>The implementation of an activation.</summary>
    internal static LayerActivation Of(Activation activation)
    {
        var all = Registry<Activation, LayerActivation>.All;
        return (uint)activation < (uint)all.Length
            ? all[(int)activation]
            : throw Registry<Activation, LayerActivation>.Unknown(activation, nameof(activation));
    }

    private static ArgumentException Unequal(int outputs, int derivatives) =>
        new($"Outputs and derivatives belong together: found {outputs} outputs and {derivatives} derivatives.");
}
