namespace Granary.Data.Columns;

/// <summary>A column that nothing is learned from.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Reason">Why, as it is told.</param>
public sealed record IgnoredColumn(string Name, string Reason);
