namespace Granary.Grains.Interfaces.Jobs;

/// <summary>A number of an optimizer that is not left at its default.</summary>
/// <param name="Name">The name of the setting, as in a job file.</param>
/// <param name="Value">The number.</param>
[GenerateSerializer, Immutable, Alias("granary.OptimizerNumber")]
public readonly record struct OptimizerNumber([property: Id(0)] string Name, [property: Id(1)] float Value);
