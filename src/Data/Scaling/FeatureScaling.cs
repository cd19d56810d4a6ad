namespace Granary.Data.Scaling;

/// <summary>A way to scale features, and its number.</summary>
public sealed record FeatureScaling
{
    private FeatureScaling(FeatureScalingKind kind, float factor)
    {
        Kind = kind;
        Factor = factor;
    }

    /// <summary>Features stay as they are.</summary>
    public static FeatureScaling None { get; } = new(FeatureScalingKind.None, 1);

    /// <summary>Mean 0 and standard deviation 1; constant columns get 0.</summary>
    public static FeatureScaling Standardize { get; } = new(FeatureScalingKind.Standardize, 1);

    /// <summary>The range [0, 1]; constant columns get 0.</summary>
    public static FeatureScaling MinMax { get; } = new(FeatureScalingKind.MinMax, 1);

    /// <summary>The way.</summary>
    public FeatureScalingKind Kind { get; }

    /// <summary>Whether something is measured for it on the training rows; otherwise numbers are taken as they are, or multiplied.</summary>
    public bool IsMeasured => Kind is FeatureScalingKind.Standardize or FeatureScalingKind.MinMax;

    /// <summary>For <see cref="FeatureScalingKind.Factor"/> what features are multiplied by; 1 for the other kinds.</summary>
    public float Factor { get; }

    /// <summary>Multiplication by a factor.</summary>
    /// <param name="factor">The factor, finite and above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The factor is out of its range.</exception>
    public static FeatureScaling By(float factor) => factor > 0 && float.IsFinite(factor)
        ? new FeatureScaling(FeatureScalingKind.Factor, factor)
        : throw new ArgumentOutOfRangeException(
            nameof(factor), factor, "The factor features are scaled by is a finite number above 0.");
}
