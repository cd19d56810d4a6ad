namespace Granary.Data.Columns;

/// <summary>What stands in for numbers and dates that are missing. It is found on the training rows.</summary>
public enum MissingPolicy
{
    /// <summary>The median: the middle number, or the mean of the two in the middle.</summary>
    Median,

    /// <summary>The mean.</summary>
    Mean,

    /// <summary>Nothing: a missing value is a fault.</summary>
    Refuse,
}
