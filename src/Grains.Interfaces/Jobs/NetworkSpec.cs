using Granary.Formulas.Activations;
using Granary.Formulas.Initializers;

namespace Granary.Grains.Interfaces.Jobs;

/// <summary>A multi-layer perceptron as <c>(dimensions, activations)</c>.</summary>
[GenerateSerializer, Immutable, Alias("granary.NetworkSpec")]
public sealed record NetworkSpec
{
    /// <summary>
    /// Row lengths from the input's to the output's; at least two. Empty where <see cref="Hidden"/> is given, until the data has been read.
    /// </summary>
    [Id(0)]
    public int[] Dimensions { get; init; } = [];

    /// <summary>One for each layer, the output's last.</summary>
    [Id(1)]
    public required Activation[] Activations { get; init; }

    /// <summary>How the first weights are drawn.</summary>
    [Id(2)]
    public Initializer Initializer { get; init; } = Initializer.Xavier;

    /// <summary>The lengths of the hidden layers alone; the data gives those of input and output. Null where all dimensions are given.</summary>
    [Id(3)]
    public int[]? Hidden { get; init; }

    /// <summary>The share of each hidden layer's neurons that is dropped out in training, at least 0 and below 1; empty for none.</summary>
    [Id(4)]
    public double[] Dropout { get; init; } = [];

    /// <summary>How the rows of each hidden layer are normalized before the activation; empty where none are.</summary>
    [Id(5)]
    public NormalizationName[] Normalization { get; init; } = [];

    /// <summary>How many layers there are.</summary>
    public int Layers => Hidden is null ? Dimensions.Length - 1 : Hidden.Length + 1;

    /// <summary>The network with its dimensions, once the data is known.</summary>
    /// <param name="inputs">Features of a row.</param>
    /// <param name="outputs">Outputs that the targets need.</param>
    public NetworkSpec For(int inputs, int outputs) => Hidden is null ? this : this with { Dimensions = [inputs, .. Hidden, outputs] };
}
