using Granary.Formulas.Registration;

namespace Granary.Formulas.Losses;

/// <summary>What training makes small, for one row; averaged over the rows of a mini-batch.</summary>
/// <remarks>
/// A job file has these names with a small first letter, and messages and records have their numbers: what is added comes last.
/// </remarks>
public enum Loss
{
    /// <summary>The article's squared error, <c>J = sum_j 1/2 (y_j - t_j)^2</c>.</summary>
    [ImplementedBy<ElementwiseLoss<SquaredError>>]
    Mse,

    /// <summary>
    /// With a softmax output <c>J = -sum_j t_j log y_j</c>; with a sigmoid output
    /// <c>J = -sum_j (t_j log y_j + (1 - t_j) log (1 - y_j))</c>. Computed from <c>z</c>, so that it is finite for every finite <c>z</c>.
    /// </summary>
    [ImplementedBy<CrossEntropy>]
    CrossEntropy,

    /// <summary>The absolute error, <c>J = sum_j |y_j - t_j|</c>; its derivative where both are equal is taken as 0.</summary>
    [ImplementedBy<ElementwiseLoss<AbsoluteError>>]
    Mae,

    /// <summary>Huber's loss with a threshold of 1: <c>1/2 d^2</c> for <c>|d| &lt;= 1</c>, otherwise <c>|d| - 1/2</c>, with <c>d = y_j - t_j</c>.</summary>
    [ImplementedBy<ElementwiseLoss<HuberError>>]
    Huber,
}
