using Granary.Formulas.Activations;
using Granary.Formulas.Registration;

namespace Granary.Formulas.Losses;

/// <summary>
/// The losses' values and derivatives, together with the output layer's activation. The formulas below are final: they are
/// part of what makes two runs give the same bits. Each operation in them is rounded to float32 on its own, except
/// <c>fma(a, b, c) = a b + c</c>, which is rounded once.
/// </summary>
public static class LossFunction
{
    // By loss and output activation; made when first asked for, since each is code of its own.
    private static readonly RowLoss?[][] Made =
        [.. Registry<Loss, OutputLosses>.All.Select(_ => new RowLoss?[Enum.GetValues<Activation>().Length])];

    /// <summary>Replaces <c>z</c> by the outputs <c>y</c> and gives the loss of the row and its derivatives by <c>z</c>.</summary>
    /// <remarks>
    /// A row's loss is the sum of its outputs' terms, in increasing order, starting at +0.
    /// <list type="bullet">
    /// <item>A sum over outputs: with <c>d_j = y_j - t_j</c> the term and its derivative stand above the type that <see cref="Loss"/>
    /// names; delta is the derivative times <c>f'</c>, as <see cref="ActivationFunction.MultiplyByDerivative"/> says.</item>
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

        return Of(loss, output).Evaluate(z, target, delta);
    }

    /// <summary>The output activations that a loss can be had with, in the order of their declaration.</summary>
    /// <param name="loss">The loss.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such loss.</exception>
    public static IReadOnlyList<Activation> Outputs(Loss loss) => Enum.IsDefined(loss)
        ? [.. Enum.GetValues<Activation>().Where(Registry<Loss, OutputLosses>.All[(int)loss].GoesWith)]
        : throw Registry<Loss, OutputLosses>.Unknown(loss, nameof(loss));

    private static RowLoss Of(Loss loss, Activation output)
    {
        if ((uint)loss >= (uint)Made.Length)
        {
            throw Registry<Loss, OutputLosses>.Unknown(loss, nameof(loss));
        }

        var outputs = Made[(int)loss];
        if ((uint)output >= (uint)outputs.Length)
        {
            throw Registry<Activation, LayerActivation>.Unknown(output, nameof(output));
        }

        return outputs[(int)output] ??= Make(loss, output);
    }

    private static RowLoss Make(Loss loss, Activation output)
    {
        var losses = Registry<Loss, OutputLosses>.All[(int)loss];
        return losses.GoesWith(output) ? losses.Behind(output) : throw Impossible(loss, output);
    }

    private static ArgumentException Unequal(int outputs, int targets, int derivatives) =>
        new($"Outputs, targets and derivatives belong together: found {outputs}, {targets} and {derivatives}.");

    private static ArgumentException Impossible(Loss loss, Activation output) =>
        new(
            $"{loss} needs one of the output activations {string.Join(", ", Outputs(loss))}: found {output}. "
            + "Change the last activation, or use another loss.");
}
