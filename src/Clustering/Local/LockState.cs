namespace Granary.Clustering.Local;

/// <summary>What is known of a file's lock.</summary>
internal enum LockState
{
    /// <summary>There is no such file.</summary>
    Missing,

    /// <summary>Nobody holds it.</summary>
    Free,

    /// <summary>Somebody holds it.</summary>
    Held,
}
