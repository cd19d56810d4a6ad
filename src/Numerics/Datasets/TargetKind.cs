namespace Granary.Numerics.Datasets;

/// <summary>What a row's target is.</summary>
public enum TargetKind
{
    /// <summary>One of a set of classes.</summary>
    Classes,

    /// <summary>One number or several, for regression.</summary>
    Values,

    /// <summary>Several answers of yes or no, each for itself.</summary>
    MultiLabel,
}
