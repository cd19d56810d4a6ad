namespace Granary.Grains.Interfaces.Jobs;

/// <summary>Whose turn comes first where jobs wait for each other. Changes no bit of a result.</summary>
public enum JobPriority
{
    /// <summary>After all others; gives its place to them.</summary>
    Low,

    /// <summary>As a job has it that says nothing.</summary>
    Normal,

    /// <summary>Before all others; takes a place from one of them where none is free.</summary>
    High,
}
