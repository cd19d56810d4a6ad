namespace Granary.Grains.Interfaces.Jobs;

/// <summary>How well a job did on rows that it is not trained on.</summary>
[GenerateSerializer, Immutable, Alias("granary.Evaluation")]
public sealed record Evaluation
{
    /// <summary>How many steps had been done.</summary>
    [Id(0)]
    public required long Step { get; init; }

    /// <summary>What was measured, the loss first.</summary>
    [Id(1)]
    public required MetricValue[] Metrics { get; init; }

    /// <summary>One metric; null where it was not measured.</summary>
    public double? Of(MetricName metric) => Array.Find(Metrics, m => m.Metric == metric) is { } found ? found.Value : null;
}

/// <summary>A metric and its value.</summary>
/// <param name="Metric">The metric.</param>
/// <param name="Value">Its value.</param>
[GenerateSerializer, Immutable, Alias("granary.MetricValue")]
public sealed record MetricValue([property: Id(0)] MetricName Metric, [property: Id(1)] double Value);
