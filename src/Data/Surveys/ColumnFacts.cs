using Granary.Data.Columns;

namespace Granary.Data.Surveys;

/// <summary>What is known of a column, to be shown.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">What its fields are; <see cref="ColumnType.Ignore"/> for one that nothing is learned from.</param>
/// <param name="Values">What its values are, in a few words.</param>
/// <param name="Missing">How many rows have none.</param>
/// <param name="Features">How many features it becomes; 0 for one that is ignored.</param>
public sealed record ColumnFacts(string Name, ColumnType Type, string Values, int Missing, int Features)
{
    /// <summary>Why it is ignored; null when it is not.</summary>
    public string? Reason { get; init; }

    /// <summary>How its dates are written; null for other types.</summary>
    public string? DateFormat { get; init; }
}
