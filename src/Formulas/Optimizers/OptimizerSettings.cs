using Granary.Formulas.Schedules;

namespace Granary.Formulas.Optimizers;

/// <summary>An optimizer and its numbers.</summary>
/// <param name="Kind">The optimizer.</param>
/// <param name="LearningRate">The learning rate, above 0 and finite.</param>
public sealed record OptimizerSettings(OptimizerKind Kind, float LearningRate)
{
    /// <summary>
    /// The numbers that are not left at their defaults, by the names of <see cref="OptimizerCatalog"/>. Those of other optimizers are
    /// ignored.
    /// </summary>
    public IReadOnlyDictionary<string, float> Given { get; init; } = new Dictionary<string, float>();

    /// <summary>How the learning rate changes from step to step.</summary>
    public ScheduleSettings Schedule { get; init; } = ScheduleSettings.Constant;

    /// <summary>A number: the one that was given, or else its default.</summary>
    internal float this[OptimizerSetting setting] => Given.TryGetValue(setting.Name, out var value) ? value : setting.Default;
}
