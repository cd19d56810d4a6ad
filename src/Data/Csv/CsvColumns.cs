namespace Granary.Data.Csv;

/// <summary>Where in a record the wanted fields are.</summary>
/// <param name="Features">The field of each feature, from 0.</param>
/// <param name="Label">The field of the label, from 0; -1 when labels are not read.</param>
internal readonly record struct CsvColumns(int[] Features, int Label);
