using Granary.Numerics.Datasets;

namespace Granary.Models.Evaluation;

/// <summary>How well a model predicts rows whose labels are known.</summary>
/// <param name="Kind">What is predicted.</param>
/// <param name="Rows">How many rows.</param>
public sealed record EvaluationResult(TargetKind Kind, long Rows)
{
    /// <summary>The share of rows whose class is predicted; null for other targets.</summary>
    public double? Accuracy { get; init; }

    /// <summary>For classes each of them, for yes and no each label's yes; empty for values.</summary>
    public IReadOnlyList<ClassScores> Scores { get; init; } = [];

    /// <summary>For classes the mean of minus the logarithm of the probability of the right one; null where the outputs are no probabilities.</summary>
    public double? LogLoss { get; init; }

    /// <summary>For two classes the area under the receiver operating characteristic; null where it is undefined.</summary>
    public double? Auc { get; init; }

    /// <summary>For classes the rows by true class (rows) and predicted class (columns), row by row; empty for other targets.</summary>
    public IReadOnlyList<int> Confusion { get; init; } = [];

    /// <summary>For values how well each is predicted; empty for other targets.</summary>
    public IReadOnlyList<ValueScores> Values { get; init; } = [];

    /// <summary>For yes and no the share of rows that are answered correctly, for each of <see cref="Scores"/>; empty for other targets.</summary>
    public IReadOnlyList<double> Accuracies { get; init; } = [];
}
