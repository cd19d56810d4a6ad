namespace Granary.Grains.Interfaces.Jobs;

/// <summary>Activations by the name a job file gives them, for example <c>leakyRelu</c>.</summary>
public enum ActivationName
{
    /// <summary><c>f(z) = z</c>.</summary>
    Identity,

    /// <summary><c>f(z) = max(z, 0)</c>.</summary>
    Relu,

    /// <summary><c>f(z) = z</c> for <c>z &gt; 0</c>, otherwise <c>0.01 z</c>.</summary>
    LeakyRelu,

    /// <summary>The logistic function.</summary>
    Sigmoid,

    /// <summary>The hyperbolic tangent.</summary>
    Tanh,

    /// <summary>Exponentials that sum to 1 over a row.</summary>
    Softmax,
}

/// <summary>Losses by the name a job file gives them.</summary>
public enum LossName
{
    /// <summary>Half the squared error, summed over outputs, averaged over rows.</summary>
    Mse,

    /// <summary>Cross-entropy, for a softmax or sigmoid output.</summary>
    CrossEntropy,
}

/// <summary>Optimizers by the name a job file gives them.</summary>
public enum OptimizerName
{
    /// <summary>Gradient descent.</summary>
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

/// <summary>First weights by the name a job file gives them.</summary>
public enum InitializerName
{
    /// <summary>Normal, divided by the root of the inputs.</summary>
    Xavier,

    /// <summary>Uniform, by inputs and outputs.</summary>
    Glorot,

    /// <summary>Normal, for relu.</summary>
    He,
}

/// <summary>How features are scaled.</summary>
public enum ScalingName
{
    /// <summary>As they are.</summary>
    None,

    /// <summary>Multiplied by a factor.</summary>
    Factor,

    /// <summary>Mean 0 and standard deviation 1, column by column.</summary>
    Standardize,

    /// <summary>Into [0, 1], column by column.</summary>
    MinMax,
}

/// <summary>The numbers that grains exchange, by the name a job file gives them.</summary>
public enum WireName
{
    /// <summary>Four bytes each, as they are computed.</summary>
    Float32,

    /// <summary>Two bytes each, rounded to bfloat16.</summary>
    Bfloat16,
}
