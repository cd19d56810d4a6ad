namespace Granary.Formulas.Optimizers;

/// <summary>The numbers that Adam and AdamW have in common.</summary>
internal readonly struct AdamNumbers(OptimizerSettings settings)
{
    private static readonly OptimizerSetting MeanDecay = new("beta1", 0.9f, SettingRange.Share, "decay of the mean of gradients");

    private static readonly OptimizerSetting SquareDecay = new(
        "beta2", 0.999f, SettingRange.Share, "decay of the mean of squared gradients");

    private static readonly OptimizerSetting AddedToRoot = new("epsilon", 1e-8f, SettingRange.AboveZero, "added to the root");

    /// <summary>What they can be told, beside the learning rate.</summary>
    public static IReadOnlyList<OptimizerSetting> Settings => [MeanDecay, SquareDecay, AddedToRoot];

    /// <summary>Decay of the mean of gradients.</summary>
    public float Beta1 { get; } = settings[MeanDecay];

    /// <summary>Decay of the mean of squared gradients.</summary>
    public float Beta2 { get; } = settings[SquareDecay];

    /// <summary>Added to the root.</summary>
    public float Epsilon { get; } = settings[AddedToRoot];
}
