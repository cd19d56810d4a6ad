namespace Granary.Numerics.Optimizers;

/// <summary>How the averaged gradient changes the weights.</summary>
public enum OptimizerKind
{
    /// <summary>Gradient descent, as in the article.</summary>
    Sgd,

    /// <summary>Gradient descent with momentum.</summary>
    Momentum,

    /// <summary>Nesterov's momentum.</summary>
    Nesterov,

    /// <summary>Adam.</summary>
    Adam,

    /// <summary>Adam with decoupled weight decay.</summary>
    AdamW,
}
