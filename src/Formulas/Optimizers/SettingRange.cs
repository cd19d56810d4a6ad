namespace Granary.Formulas.Optimizers;

/// <summary>Which numbers a setting may have.</summary>
public enum SettingRange
{
    /// <summary>From 0 to below 1.</summary>
    Share,

    /// <summary>Finite and above 0.</summary>
    AboveZero,

    /// <summary>Finite and at least 0.</summary>
    AtLeastZero,
}
