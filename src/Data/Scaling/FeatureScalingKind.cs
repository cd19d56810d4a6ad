namespace Granary.Data.Scaling;

/// <summary>How features are scaled.</summary>
public enum FeatureScalingKind
{
    /// <summary>Features stay as they are.</summary>
    None,

    /// <summary>Every feature is multiplied by one factor.</summary>
    Factor,

    /// <summary>Each column gets mean 0 and standard deviation 1 over the training rows.</summary>
    Standardize,

    /// <summary>Each column gets the range [0, 1] over the training rows.</summary>
    MinMax,
}
