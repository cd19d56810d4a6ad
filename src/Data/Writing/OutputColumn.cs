namespace Granary.Data.Writing;

/// <summary>A column of a table that is written.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsNumber">Whether it holds numbers; otherwise texts.</param>
public sealed record OutputColumn(string Name, bool IsNumber);
