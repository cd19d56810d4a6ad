using Granary.Formulas.Registration;

namespace Granary.Formulas.Schedules;

/// <summary>How the learning rate changes from step to step.</summary>
/// <remarks>
/// A job file has these names with a small first letter, and messages and records have their numbers: what is added comes last.
/// </remarks>
public enum ScheduleKind
{
    /// <summary>It does not.</summary>
    [ImplementedBy<ConstantRate>]
    Constant,

    /// <summary>It falls by a factor every some steps, as PyTorch's StepLR.</summary>
    [ImplementedBy<StepRate>]
    Step,

    /// <summary>It falls by a factor each step, as PyTorch's ExponentialLR.</summary>
    [ImplementedBy<ExponentialRate>]
    Exponential,

    /// <summary>It falls along half a wave of a cosine, as PyTorch's CosineAnnealingLR.</summary>
    [ImplementedBy<CosineRate>]
    Cosine,

    /// <summary>It rises and falls again along cosines, as PyTorch's OneCycleLR.</summary>
    [ImplementedBy<OneCycleRate>]
    OneCycle,

    /// <summary>It falls by a factor when validation rows show no progress, as PyTorch's ReduceLROnPlateau.</summary>
    [ImplementedBy<PlateauRate>]
    Plateau,
}
