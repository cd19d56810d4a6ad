using Granary.Formulas.Activations;
using Granary.Formulas.Initializers;

namespace Granary.Grains.Interfaces.Jobs;

/// <summary>A multi-layer perceptron as <c>(dimensions, activations)</c>.</summary>
[GenerateSerializer, Immutable, Alias("granary.NetworkSpec")]
public sealed record NetworkSpec
{
    /// <summary>Row lengths from the input's to the output's; at least two.</summary>
    [Id(0)]
    public required int[] Dimensions { get; init; }

    /// <summary>One for each layer, so one fewer than <see cref="Dimensions"/>.</summary>
    [Id(1)]
    public required Activation[] Activations { get; init; }

    /// <summary>How the first weights are drawn.</summary>
    [Id(2)]
    public Initializer Initializer { get; init; } = Initializer.Xavier;
}
