using Granary.Numerics.Activations;

namespace Granary.Numerics.Losses;

/// <summary>
/// The losses' values and derivatives, together with the output layer's activation. The formulas below are final: they are
/// part of what makes two runs give the same bits. Each operation in them is rounded to float32 on its own, except
/// <c>fma(a, b, c) = a b + c</c>, which is rounded once.
/// </summary>
public static class LossFunction
{
    /// <summary>Replaces <c>z</c> by the outputs <c>y</c> and gives the loss of the row and its derivatives by <c>z</c>.</summary>
    /// <remarks>
    /// A row's loss is the sum of its outputs' terms, in increasing order, starting at +0.
    /// <list type="bullet">
    /// <item>Mean squared error: <c>d_j = y_j - t_j</c>, term <c>0.5 d_j d_j</c>, from left to right; delta is <c>d</c> times
    /// <c>f'</c>, as <see cref="ActivationFunction.MultiplyByDerivative"/> says.</item>
    /// <item>Cross-entropy of a softmax: <c>s_j = z_j - max z</c>, at least the lowest finite float,
    /// <c>l = log(sum_i exp(s_i))</c>, term <c>t_j (l - s_j)</c>; delta is <c>y_j - t_j</c>, which takes targets that add up to 1
    /// for granted.</item>
    /// <item>Cross-entropy of sigmoids: term <c>fma(-z_j, t_j, z_j &gt; 0 ? z_j : 0) + log1p(exp(-|z_j|))</c>; delta is
    /// <c>y_j - t_j</c>.</item>
    /// </list>
    /// For targets within [0, 1], each term of a cross-entropy is finite for every finite <c>z</c>.
    /// </remarks>
    /// <param name="loss">The loss.</param>
    /// <param name="output">The activation of the output layer.</param>
    /// <param name="z">One row of the output layer before its activation; receives <c>y</c>.</param>
    /// <param name="target">What the row's outputs should be, as long as <paramref name="z"/>.</param>
    /// <param name="delta">Receives the derivatives of the loss by <c>z</c>, as long as <paramref name="z"/>.</param>
    /// <returns>The loss of the row.</returns>
    /// <exception cref="ArgumentException">The lengths differ, or the loss cannot be had with this activation.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such loss or activation.</exception>
    public static float Evaluate(Loss loss, Activation output, Span<float> z, ReadOnlySpan<float> target, Span<float> delta)
    {
        if (target.Length != z.Length || delta.Length != z.Length)
        {
            throw Unequal(z.Length, target.Length, delta.Length);
        }

        return (loss, output) switch
        {
            (Loss.MeanSquaredError, _) => SquaredError.Evaluate(output, z, target, delta),
            (Loss.CrossEntropy, Activation.Softmax) => SoftmaxCrossEntropy.Evaluate(z, target, delta),
            (Loss.CrossEntropy, Activation.Sigmoid) => SigmoidCrossEntropy.Evaluate(z, target, delta),
            _ => throw Impossible(loss, output),
        };
    }

    private static ArgumentException Unequal(int outputs, int targets, int derivatives) =>
        new($"Outputs, targets and derivatives belong together: found {outputs}, {targets} and {derivatives}.");

    private static ArgumentException Impossible(Loss loss, Activation output) =>
        loss == Loss.CrossEntropy
            ? new ArgumentException(
                $"CrossEntropy needs the output activation Softmax or Sigmoid: found {output}. "
                + "Change the last activation, or use MeanSquaredError.")
            : new ArgumentOutOfRangeException(
                nameof(loss), loss, $"There is no such loss; expected one of {string.Join(", ", Enum.GetNames<Loss>())}.");
}
