using Granary.Formulas.Registration;

namespace Granary.Formulas.Optimizers;

/// <summary>What the optimizers can be told.</summary>
public static class OptimizerCatalog
{
    /// <summary>The settings of all optimizers, in the order of the optimizers, each name once; those that all have come last.</summary>
    public static IReadOnlyList<OptimizerSetting> AllSettings { get; } =
    [
        .. Registry<OptimizerKind, OptimizerDefinition>.All
            .SelectMany(f => f.Settings)
            .Concat(OptimizerSetting.Shared)
            .DistinctBy(s => s.Name),
    ];

    /// <summary>The numbers that an optimizer has beside the learning rate.</summary>
    /// <param name="kind">The optimizer.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such optimizer.</exception>
    public static IReadOnlyList<OptimizerSetting> SettingsOf(OptimizerKind kind) =>
        [.. Of(kind).Settings.Concat(OptimizerSetting.Shared).DistinctBy(s => s.Name)];

    /// <summary>The implementation of an optimizer.</summary>
    internal static OptimizerDefinition Of(OptimizerKind kind) => Enum.IsDefined(kind)
        ? Registry<OptimizerKind, OptimizerDefinition>.All[(int)kind]
        : throw Registry<OptimizerKind, OptimizerDefinition>.Unknown(kind, nameof(kind));
}
