namespace Granary.Grains.Interfaces.Jobs;

/// <summary>What is measured on validation rows, by the name a job file gives it.</summary>
public enum MetricName
{
    /// <summary>The mean loss of a row.</summary>
    Loss,

    /// <summary>The share of rows that are classified correctly, or of right answers to yes and no.</summary>
    Accuracy,

    /// <summary>The mean of the classes' F1.</summary>
    F1,

    /// <summary>The root of the mean squared error, over all outputs.</summary>
    Rmse,

    /// <summary>The mean absolute error, over all outputs.</summary>
    Mae,

    /// <summary>The share of the variance that is explained, the mean of the outputs.</summary>
    R2,

    /// <summary>The mean of the classes' precisions.</summary>
    Precision,

    /// <summary>The mean of the classes' recalls.</summary>
    Recall,

    /// <summary>The share of rows whose class is among the five that the outputs are highest for.</summary>
    Top5,

    /// <summary>The logarithmic loss of the probabilities.</summary>
    LogLoss,

    /// <summary>The area under the receiver operating characteristic, of two classes.</summary>
    Auc,
}

/// <summary>What a metric's values mean.</summary>
public static class MetricNames
{
    /// <summary>Whether the higher of two values is the better one.</summary>
    /// <param name="metric">The metric.</param>
    public static bool IsBetterWhenHigher(this MetricName metric) => metric is not (MetricName.Loss or MetricName.Rmse or MetricName.Mae or MetricName.LogLoss);
}
