namespace Granary.Data.Splits;

/// <summary>How the rows that are held out are chosen.</summary>
public enum HeldOutBy
{
    /// <summary>By the seed alone.</summary>
    Row,

    /// <summary>By the seed, the same share of each class.</summary>
    Class,

    /// <summary>By the seed, whole groups: rows that have the same text in a column.</summary>
    Group,

    /// <summary>The last ones by the time in a column.</summary>
    Time,
}
