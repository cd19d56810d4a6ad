using Granary.Numerics.Lanes;

namespace Granary.Numerics.Activations;

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
    /// identity: nothing; relu: <c>0 &gt; z ? 0 : z</c>, which lets a NaN through; leakyRelu: <c>z &gt; 0 ? z : 0.01 z</c>;
    /// sigmoid and tanh: a few units in the last place from the exact value; softmax: <c>e_j / s</c> with
    /// <c>e_j = exp(z_j - max z)</c> and <c>s</c> their sum, in the order of <see cref="Lanes.RowReduction"/>.
    /// </remarks>
    /// <param name="activation">The function <c>f</c>.</param>
    /// <param name="row">Holds <c>z</c>, receives <c>f(z)</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such activation.</exception>
    public static void Apply(Activation activation, Span<float> row)
    {
        fixed (float* values = row)
        {
            switch (activation)
            {
                case Activation.Identity:
                    break;
                case Activation.Relu:
                    LaneLoop.Run(new ValueKernel<Relu>(values), row.Length);
                    break;
                case Activation.LeakyRelu:
                    LaneLoop.Run(new ValueKernel<LeakyRelu>(values), row.Length);
                    break;
                case Activation.Sigmoid:
                    LaneLoop.Run(new ValueKernel<Logistic>(values), row.Length);
                    break;
                case Activation.Tanh:
                    LaneLoop.Run(new ValueKernel<HyperbolicTangent>(values), row.Length);
                    break;
                case Activation.Softmax:
                    Softmax.Apply(values, values, row.Length);
                    break;
                default:
                    throw Unknown(activation);
            }
        }
    }

    /// <summary>
    /// Multiplies <paramref name="delta"/>, derivatives by <c>y = f(z)</c>, by <c>f'(z)</c>, so that they become derivatives by
    /// <c>z</c>. As with <see cref="Apply"/>, softmax needs exactly one row and the others take any number of elements.
    /// </summary>
    /// <remarks>
    /// identity: nothing; relu: <c>y &gt; 0 ? delta : 0</c>; leakyRelu: <c>y &gt; 0 ? delta : 0.01 delta</c>; sigmoid:
    /// <c>delta (y (1 - y))</c>; tanh: <c>delta fma(-y, y, 1)</c>; softmax: <c>y_j (delta_j - d)</c> with
    /// <c>d = sum_i y_i delta_i</c>, as chains of fused multiply-adds in the order of <see cref="Lanes.RowReduction"/>.
    /// </remarks>
    /// <param name="activation">The function <c>f</c>.</param>
    /// <param name="y">What <see cref="Apply"/> gave.</param>
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
            switch (activation)
            {
                case Activation.Identity:
                    break;
                case Activation.Relu:
                    LaneLoop.Run(new DerivativeKernel<Relu>(outputs, derivatives), y.Length);
                    break;
                case Activation.LeakyRelu:
                    LaneLoop.Run(new DerivativeKernel<LeakyRelu>(outputs, derivatives), y.Length);
                    break;
                case Activation.Sigmoid:
                    LaneLoop.Run(new DerivativeKernel<Logistic>(outputs, derivatives), y.Length);
                    break;
                case Activation.Tanh:
                    LaneLoop.Run(new DerivativeKernel<HyperbolicTangent>(outputs, derivatives), y.Length);
                    break;
                case Activation.Softmax:
                    Softmax.TimesDerivative(outputs, derivatives, y.Length);
                    break;
                default:
                    throw Unknown(activation);
            }
        }
    }

    private static ArgumentException Unequal(int outputs, int derivatives) =>
        new($"Outputs and derivatives belong together: found {outputs} outputs and {derivatives} derivatives.");

    private static ArgumentOutOfRangeException Unknown(Activation activation) =>
        new(
            nameof(activation),
            activation,
            $"There is no such activation; expected one of {string.Join(", ", Enum.GetNames<Activation>())}.");
}
