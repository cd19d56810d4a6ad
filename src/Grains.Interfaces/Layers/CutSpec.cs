namespace Granary.Grains.Interfaces.Layers;

/// <summary>How a job's layers are cut into slices: the same for the job's whole life, so that slices keep their shapes.</summary>
/// <param name="MaxWeights">The largest number of weights in a slice.</param>
/// <param name="Alignment">Slices start at multiples of this many neurons.</param>
[GenerateSerializer, Immutable, Alias("granary.CutSpec")]
public readonly record struct CutSpec([property: Id(0)] int MaxWeights, [property: Id(1)] int Alignment);
