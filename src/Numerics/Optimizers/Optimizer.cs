namespace Granary.Numerics.Optimizers;

/// <summary>One update of weights, element by element.</summary>
public abstract class Optimizer
{
    /// <summary>Makes the optimizer for some settings.</summary>
    public static Optimizer Create(OptimizerSettings settings) => throw new NotImplementedException();

    /// <summary>Arrays of state, each as long as the weights: 0, 1 or 2.</summary>
    public abstract int StateArrays { get; }

    /// <summary>Applies one update to a run of elements.</summary>
    /// <param name="step">The step, from 0, whose gradient this is.</param>
    /// <param name="scale">What the sums are multiplied by to make the average: 1 / rows of the mini-batch.</param>
    /// <param name="sum">The gradient summed over the rows of the mini-batch.</param>
    /// <param name="weights">The weights before.</param>
    /// <param name="updated">Receives the weights after; may be the same memory as <paramref name="weights"/>.</param>
    /// <param name="first">The first array of state, or empty; updated in place.</param>
    /// <param name="second">The second array of state, or empty; updated in place.</param>
    public abstract void Update(
        long step, float scale, ReadOnlySpan<float> sum, ReadOnlySpan<float> weights, Span<float> updated, Span<float> first, Span<float> second);
}
