namespace Granary.Formulas.Optimizers;

/// <summary>A number that an optimizer has beside the learning rate.</summary>
/// <param name="Name">Its name in a job file, for example <c>weightDecay</c>. Of optimizers that use the same name, all have the same range.</param>
/// <param name="Default">What it is when it is not given.</param>
/// <param name="Range">Which numbers it may be.</param>
/// <param name="Meaning">What it is, as the end of a sentence that begins with the optimizer's name.</param>
public sealed record OptimizerSetting(string Name, float Default, SettingRange Range, string Meaning)
{
    /// <summary>The learning rate, which every optimizer has and which has no default.</summary>
    public static OptimizerSetting LearningRate { get; } = new("learningRate", float.NaN, SettingRange.AboveZero, "the learning rate");

    /// <summary>Weight decay that is part of the gradient (L2).</summary>
    public static OptimizerSetting WeightDecay { get; } = new(
        "weightDecay", 0, SettingRange.AtLeastZero, "the share of each weight added to its gradient");

    /// <summary>The limit of each element of the gradient.</summary>
    public static OptimizerSetting ClipValue { get; } = new(
        "clipValue", 0, SettingRange.AtLeastZero, "the largest size of an element of the gradient, to which larger ones are cut; 0 for none");

    /// <summary>The limit of the norm of all gradients together.</summary>
    public static OptimizerSetting ClipNorm { get; } = new(
        "clipNorm", 0, SettingRange.AtLeastZero, "the largest norm of the gradients of all layers together, to which larger ones are scaled; 0 for none");

    /// <summary>Those that every optimizer has, weight decay excepted where the optimizer does it itself.</summary>
    internal static IReadOnlyList<OptimizerSetting> Shared { get; } = [WeightDecay, ClipValue, ClipNorm];

    /// <summary>Whether it is one that every optimizer has, and that is no part of the optimizer's own formula.</summary>
    public bool IsShared => Shared.Contains(this);

    /// <summary>What <see cref="Range"/> is in words.</summary>
    public string Expected => Range switch
    {
        SettingRange.Share => "a number from 0 to below 1",
        SettingRange.AboveZero => "a finite number above 0",
        _ => "a finite number of at least 0",
    };

    /// <summary>Whether a number is in <see cref="Range"/>.</summary>
    public bool Allows(float value) => Range switch
    {
        SettingRange.Share => value is >= 0 and < 1,
        SettingRange.AboveZero => value is > 0 and <= float.MaxValue,
        _ => value is >= 0 and <= float.MaxValue,
    };
}
