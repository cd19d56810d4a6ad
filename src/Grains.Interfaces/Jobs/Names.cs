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

/// <summary>The numbers that grains exchange, by the name a job file gives them.</summary>
public enum WireName
{
    /// <summary>Four bytes each, as they are computed.</summary>
    Float32,

    /// <summary>Two bytes each, rounded to bfloat16.</summary>
    Bfloat16,
}
