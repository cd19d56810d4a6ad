namespace Granary.Grains.Interfaces.Jobs;

/// <summary>How much the rows of each class count in training.</summary>
[GenerateSerializer, Immutable, Alias("granary.ClassWeightsSpec")]
public sealed record ClassWeightsSpec
{
    /// <summary>Whether all classes count the same, however many rows they have.</summary>
    [Id(0)]
    public bool Balanced { get; init; }

    /// <summary>The weights that are given, each class once; a class without one counts 1.</summary>
    [Id(1)]
    public ClassWeight[] Given { get; init; } = [];
}

/// <summary>How much the rows of one class count.</summary>
/// <param name="Class">The class's name.</param>
/// <param name="Weight">At least 0 and finite.</param>
[GenerateSerializer, Immutable, Alias("granary.ClassWeight")]
public sealed record ClassWeight([property: Id(0)] string Class, [property: Id(1)] float Weight);
