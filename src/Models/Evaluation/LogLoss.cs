using Granary.Formulas.Functions;

namespace Granary.Models.Evaluation;

/// <summary>The logarithmic loss of probabilities.</summary>
/// <remarks>Source: scikit-learn's log_loss.</remarks>
public static class LogLoss
{
    // That of the type of the probabilities, as scikit-learn has it.
    private const double Epsilon = 1.1920928955078125e-07;

    /// <summary>That of a row.</summary>
    /// <param name="probabilities">The probability of each class.</param>
    /// <param name="label">The true class.</param>
    public static double Of(ReadOnlySpan<double> probabilities, int label)
    {
        var sum = 0.0;
        foreach (var probability in probabilities)
        {
            sum += Clip(probability);
        }

        return -NaturalLog.Of(Clip(probabilities[label]) / sum);
    }

    private static double Clip(double probability) => probability > 1 - Epsilon ? 1 - Epsilon : probability > Epsilon ? probability : Epsilon;
}
