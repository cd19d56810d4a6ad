namespace Granary.Numerics.Optimizers;

/// <summary>An optimizer and its numbers.</summary>
public sealed record OptimizerSettings(OptimizerKind Kind, float LearningRate)
{
    /// <summary>Momentum and Nesterov: the share of the velocity kept, in [0, 1).</summary>
    public float Momentum { get; init; } = 0.9f;

    /// <summary>Adam: decay of the mean of gradients, in [0, 1).</summary>
    public float Beta1 { get; init; } = 0.9f;

    /// <summary>Adam: decay of the mean of squared gradients, in [0, 1).</summary>
    public float Beta2 { get; init; } = 0.999f;

    /// <summary>Adam: added to the root, above 0.</summary>
    public float Epsilon { get; init; } = 1e-8f;

    /// <summary>AdamW: the share of the weights, times the learning rate, taken off at each step; at least 0.</summary>
    public float WeightDecay { get; init; } = 0.01f;
}
