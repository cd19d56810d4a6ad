using Granary.Formulas.Activations;

namespace Granary.Grains.Interfaces.Jobs;

/// <summary>What is known of a job once its data has been read: what a banner shows.</summary>
[GenerateSerializer, Immutable, Alias("granary.JobFacts")]
public sealed record JobFacts
{
    /// <summary>The layers, from the input's to the output's.</summary>
    [Id(0)]
    public required LayerFacts[] Layers { get; init; }

    /// <summary>Weights and biases of all layers.</summary>
    [Id(1)]
    public required long Parameters { get; init; }

    /// <summary>Training rows.</summary>
    [Id(2)]
    public required int TrainRows { get; init; }

    /// <summary>Test rows; 0 for none.</summary>
    [Id(3)]
    public required int TestRows { get; init; }

    /// <summary>Names of the classes, in the order of the outputs; empty for other targets.</summary>
    [Id(4)]
    public required string[] Classes { get; init; }

    /// <summary>Mini-batches of an epoch.</summary>
    [Id(5)]
    public required int StepsPerEpoch { get; init; }

    /// <summary>Steps of the whole job.</summary>
    [Id(6)]
    public required long TotalSteps { get; init; }

    /// <summary>Silos that train it.</summary>
    [Id(7)]
    public required int Silos { get; init; }

    /// <summary>Workers on all silos.</summary>
    [Id(8)]
    public required int Workers { get; init; }

    /// <summary>The matrix kernel of each silo, without repeats, for example <c>avx512</c>.</summary>
    [Id(9)]
    public required string[] Kernels { get; init; }

    /// <summary>Compute threads of all silos.</summary>
    [Id(10)]
    public required int ComputeThreads { get; init; }

    /// <summary>How the data was read, where that is not the usual way, and which columns were left out; a line each.</summary>
    [Id(11)]
    public string[] Notes { get; init; } = [];

    /// <summary>Names of the numbers that are predicted, in the order of the outputs; empty for other targets.</summary>
    [Id(12)]
    public string[] Values { get; init; } = [];

    /// <summary>What a difference of 1 between two outputs is in the units of the data, for each of <see cref="Values"/>.</summary>
    [Id(13)]
    public double[] Units { get; init; } = [];

    /// <summary>Names of several labels of yes or no, in the order of the outputs; empty for other targets.</summary>
    [Id(14)]
    public string[] YesNo { get; init; } = [];

    /// <summary>Bytes of memory that the job takes on the silo where it takes most.</summary>
    [Id(15)]
    public long MemoryPerSilo { get; init; }

    /// <summary>On how many of the cluster's silos it is trained, and why, in words; null where there is one silo only.</summary>
    [Id(16)]
    public string? Width { get; init; }

    /// <summary>Validation rows; 0 for none.</summary>
    [Id(17)]
    public int ValidationRows { get; init; }
}

/// <summary>One layer of a job.</summary>
/// <param name="Inputs">Length of a row that enters.</param>
/// <param name="Outputs">Output neurons.</param>
/// <param name="Activation">Its activation.</param>
/// <param name="Slices">Into how many slices it is cut.</param>
[GenerateSerializer, Immutable, Alias("granary.LayerFacts")]
public sealed record LayerFacts(
    [property: Id(0)] int Inputs,
    [property: Id(1)] int Outputs,
    [property: Id(2)] Activation Activation,
    [property: Id(3)] int Slices);
