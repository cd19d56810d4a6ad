namespace Granary.Grains.Interfaces.Jobs;

/// <summary>An optimizer and its numbers. Numbers that the optimizer does not use are ignored.</summary>
[GenerateSerializer, Immutable, Alias("granary.OptimizerSpec")]
public sealed record OptimizerSpec
{
    /// <summary>Which one.</summary>
    [Id(0)]
    public required OptimizerName Name { get; init; }

    /// <summary>The learning rate, above 0 and finite.</summary>
    [Id(1)]
    public required float LearningRate { get; init; }

    /// <summary>momentum and nesterov: the share of the velocity kept, in [0, 1).</summary>
    [Id(2)]
    public float Momentum { get; init; } = 0.9f;

    /// <summary>adam and adamw: decay of the mean of gradients, in [0, 1).</summary>
    [Id(3)]
    public float Beta1 { get; init; } = 0.9f;

    /// <summary>adam and adamw: decay of the mean of squared gradients, in [0, 1).</summary>
    [Id(4)]
    public float Beta2 { get; init; } = 0.999f;

    /// <summary>adam and adamw: added to the root, above 0.</summary>
    [Id(5)]
    public float Epsilon { get; init; } = 1e-8f;

    /// <summary>adamw: the share of the weights taken off at each step, times the learning rate; at least 0.</summary>
    [Id(6)]
    public float WeightDecay { get; init; } = 0.01f;
}
