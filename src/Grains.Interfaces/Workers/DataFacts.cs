namespace Granary.Grains.Interfaces.Workers;

/// <summary>What all silos have to find when they read a job's data.</summary>
/// <param name="TrainRows">Training rows.</param>
/// <param name="TestRows">Test rows; 0 for none.</param>
/// <param name="Features">Length of a row.</param>
/// <param name="Classes">Names of the classes, in the order of the outputs; empty for regression.</param>
/// <param name="Hash">The hash of all numbers; null where it is not known.</param>
/// <param name="ValidationRows">Validation rows; 0 for none.</param>
[GenerateSerializer, Immutable, Alias("granary.DataFacts")]
public sealed record DataFacts(
    [property: Id(0)] int TrainRows,
    [property: Id(1)] int TestRows,
    [property: Id(2)] int Features,
    [property: Id(3)] string[] Classes,
    [property: Id(4)] string? Hash,
    [property: Id(5)] int ValidationRows = 0);
