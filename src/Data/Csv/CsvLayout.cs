namespace Granary.Data.Csv;

/// <summary>Which columns a CSV file must have.</summary>
/// <param name="Label">The label's column, or null when labels are not read.</param>
/// <param name="Features">The features' columns, or null for all but the label.</param>
/// <param name="OthersAllowed">
/// True when columns beyond <paramref name="Features"/> and the label are passed over, false when they are faults.
/// </param>
internal sealed record CsvLayout(string? Label, IReadOnlyList<string>? Features, bool OthersAllowed);
