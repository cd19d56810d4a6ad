namespace Granary.Grains.Interfaces.Uploads;

/// <summary>Some bytes of a data set.</summary>
/// <param name="Bytes">The bytes. Nobody writes to them: within a silo they are passed on as they are.</param>
[GenerateSerializer, Immutable, Alias("granary.DataPiece")]
public readonly record struct DataPiece([property: Id(0)] byte[] Bytes);
