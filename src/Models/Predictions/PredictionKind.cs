namespace Granary.Models.Predictions;

/// <summary>What a model predicts.</summary>
public enum PredictionKind
{
    /// <summary>One of several classes.</summary>
    Classes,

    /// <summary>Yes or no, to several questions.</summary>
    YesNo,

    /// <summary>One or several numbers.</summary>
    Values,
}
