namespace Granary.Grains.Interfaces.Jobs;

/// <summary>How features are scaled.</summary>
public enum ScalingName
{
    /// <summary>As they are.</summary>
    None,

    /// <summary>Multiplied by a factor.</summary>
    Factor,

    /// <summary>Mean 0 and standard deviation 1, column by column.</summary>
    Standardize,

    /// <summary>Into [0, 1], column by column.</summary>
    MinMax,
}

/// <summary>How the rows of a layer are normalized before the activation.</summary>
public enum NormalizationName
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>Each row by itself, over the layer's neurons.</summary>
    Layer,
}

/// <summary>What the fields of a column are.</summary>
public enum ColumnTypeName
{
    /// <summary>Numbers.</summary>
    Number,

    /// <summary>One of some texts, or of some whole numbers that count nothing.</summary>
    Category,

    /// <summary>Yes or no, in one of the usual pairs of words.</summary>
    Boolean,

    /// <summary>Days, or moments.</summary>
    Date,

    /// <summary>Nothing to learn from.</summary>
    Ignore,
}

/// <summary>What stands in for missing numbers and dates.</summary>
public enum MissingName
{
    /// <summary>The median of the training rows.</summary>
    Median,

    /// <summary>Their mean.</summary>
    Mean,

    /// <summary>Nothing: a missing value is a fault.</summary>
    Refuse,
}

/// <summary>How the rows that are held out for the test are chosen.</summary>
public enum HeldOutName
{
    /// <summary>By the seed alone.</summary>
    Row,

    /// <summary>By the seed, the same share of each class.</summary>
    Class,

    /// <summary>By the seed, whole groups.</summary>
    Group,

    /// <summary>The last ones.</summary>
    Time,
}

/// <summary>How a text file writes characters as bytes.</summary>
public enum EncodingName
{
    /// <summary>UTF-8.</summary>
    Utf8,

    /// <summary>UTF-16, the low byte first unless a mark says otherwise.</summary>
    Utf16,

    /// <summary>UTF-16, the high byte first unless a mark says otherwise.</summary>
    Utf16BigEndian,

    /// <summary>Windows-1252, as older programs write Western European languages.</summary>
    Windows1252,
}

/// <summary>The numbers that grains exchange, by the name a job file gives them.</summary>
public enum WireName
{
    /// <summary>Four bytes each, as they are computed.</summary>
    Float32,

    /// <summary>Two bytes each, rounded to bfloat16.</summary>
    Bfloat16,
}
