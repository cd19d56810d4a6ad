namespace Granary.Grains.Interfaces.Jobs;

/// <summary>When a job ends before its length: it has not become better on the validation rows for some evaluations in a row.</summary>
[GenerateSerializer, Immutable, Alias("granary.EarlyStoppingSpec")]
public sealed record EarlyStoppingSpec
{
    /// <summary>What has to become better.</summary>
    [Id(0)]
    public MetricName Metric { get; init; } = MetricName.Loss;

    /// <summary>After how many evaluations in a row that were not better the job ends, at least 1. There is one at the end of each epoch.</summary>
    [Id(1)]
    public int Patience { get; init; } = 10;

    /// <summary>By more than how much a value has to differ from the best one to be better, at least 0.</summary>
    [Id(2)]
    public double MinDelta { get; init; }

    /// <summary>Whether the job's weights are in the end the best ones; otherwise the last ones.</summary>
    [Id(3)]
    public bool RestoreBest { get; init; } = true;
}
