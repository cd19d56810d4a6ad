namespace Granary.Numerics.Datasets;

/// <summary>What a row's target is.</summary>
public enum TargetKind
{
    /// <summary>One of a set of classes.</summary>
    Classes,

    /// <summary>A number, for regression.</summary>
    Values,
}
