namespace Granary.Formulas.Optimizers;

/// <summary>An optimizer before it has its numbers: what it can be told, and how it is made.</summary>
internal abstract class OptimizerDefinition
{
    /// <summary>The numbers it has beside the learning rate and those that all have, in the order in which they are shown.</summary>
    public virtual IReadOnlyList<OptimizerSetting> Settings => [];

    /// <summary>Whether weight decay is a number of its own, and no part of the gradient.</summary>
    public virtual bool DecaysWeightsItself => false;

    /// <summary>Makes it.</summary>
    /// <param name="settings">Its numbers, in their ranges.</param>
    public abstract Optimizer Create(OptimizerSettings settings);
}
