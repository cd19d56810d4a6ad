using Granary.Formulas.Optimizers;

namespace Granary.Grains.Interfaces.Jobs;

/// <summary>An optimizer and its numbers.</summary>
[GenerateSerializer, Immutable, Alias("granary.OptimizerSpec")]
public sealed record OptimizerSpec
{
    /// <summary>Which one.</summary>
    [Id(0)]
    public required OptimizerKind Name { get; init; }

    /// <summary>The learning rate, above 0 and finite.</summary>
    [Id(1)]
    public required float LearningRate { get; init; }

    /// <summary>
    /// The numbers that are not left at their defaults, each once, by the names of <see cref="OptimizerCatalog"/>. Those of other
    /// optimizers are checked and ignored.
    /// </summary>
    [Id(2)]
    public OptimizerNumber[] Numbers { get; init; } = [];

    /// <summary>A number: the one that was given, or else its default.</summary>
    /// <param name="setting">One of the optimizer's settings.</param>
    public float ValueOf(OptimizerSetting setting)
    {
        var at = Array.FindIndex(Numbers, n => n.Name == setting.Name);
        return at < 0 ? setting.Default : Numbers[at].Value;
    }

    /// <inheritdoc/>
    public bool Equals(OptimizerSpec? other) =>
        other is not null && (Name, LearningRate) == (other.Name, other.LearningRate) && Numbers.SequenceEqual(other.Numbers);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, LearningRate, Numbers.Length);
}
