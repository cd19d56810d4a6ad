using Granary.Formulas.Registration;

namespace Granary.Formulas.Optimizers;

/// <summary>How the averaged gradient changes the weights.</summary>
/// <remarks>
/// A job file has these names with a small first letter, and messages and records have their numbers: what is added comes last.
/// </remarks>
public enum OptimizerKind
{
    /// <summary>Gradient descent, as in the article.</summary>
    [ImplementedBy<Sgd.Definition>]
    Sgd,

    /// <summary>Gradient descent with momentum.</summary>
    [ImplementedBy<Momentum.Definition>]
    Momentum,

    /// <summary>Nesterov's momentum.</summary>
    [ImplementedBy<Nesterov.Definition>]
    Nesterov,

    /// <summary>Adam.</summary>
    [ImplementedBy<Adam.Definition>]
    Adam,

    /// <summary>Adam with decoupled weight decay.</summary>
    [ImplementedBy<AdamW.Definition>]
    AdamW,

    /// <summary>RMSprop.</summary>
    [ImplementedBy<Rmsprop.Definition>]
    Rmsprop,

    /// <summary>Adagrad.</summary>
    [ImplementedBy<Adagrad.Definition>]
    Adagrad,
}
