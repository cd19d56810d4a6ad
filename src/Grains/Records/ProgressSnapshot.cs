using Granary.Grains.Interfaces.Jobs;

namespace Granary.Grains.Records;

/// <summary>
/// What a job has seen up to a step. Kept with each checkpoint, so that steps that are taken again are not counted twice, and a job
/// that went through a crash ends with the figures of one that did not.
/// </summary>
[GenerateSerializer, Immutable, Alias("granary.ProgressSnapshot")]
internal sealed record ProgressSnapshot
{
    /// <summary>What is seen before the first step.</summary>
    public static ProgressSnapshot Beginning { get; } =
        new() { Steps = 0, Epoch = default, History = new HistorySnapshot([], 1, default) };

    /// <summary>Steps done.</summary>
    [Id(0)]
    public required long Steps { get; init; }

    /// <summary>Sums over the epoch under way.</summary>
    [Id(1)]
    public required MetricSums Epoch { get; init; }

    /// <summary>Sums over the last whole epoch; null before its end.</summary>
    [Id(2)]
    public MetricSums? LastEpoch { get; init; }

    /// <summary>The loss curve.</summary>
    [Id(3)]
    public required HistorySnapshot History { get; init; }

    /// <summary>Mean loss a test row at the last evaluation.</summary>
    [Id(4)]
    public double? TestLoss { get; init; }

    /// <summary>Share of test rows classified correctly at the last evaluation.</summary>
    [Id(5)]
    public double? TestAccuracy { get; init; }

    /// <summary>Test rows by true and predicted class at the last evaluation.</summary>
    [Id(6)]
    public int[]? Confusion { get; init; }

    /// <summary>How well each output did at the last evaluation, where there are no classes.</summary>
    [Id(11)]
    public OutputMetrics[] TestOutputs { get; init; } = [];

    /// <summary>The step after which the last evaluation was made.</summary>
    [Id(7)]
    public long? EvaluatedAt { get; init; }

    /// <summary>The last evaluation on the validation rows; null before it.</summary>
    [Id(12)]
    public Evaluation? Validation { get; init; }

    /// <summary>The best one, where the job may stop early; null before the first.</summary>
    [Id(13)]
    public BestSoFar? Best { get; init; }

    /// <summary>All on the validation rows; null before the first.</summary>
    [Id(14)]
    public EvaluationsSnapshot? Validations { get; init; }

    /// <summary>All on the test rows; null before the first.</summary>
    [Id(15)]
    public EvaluationsSnapshot? Tests { get; init; }

    /// <summary>How the learning rate stands, where it falls by evaluations.</summary>
    [Id(16)]
    public PlateauState? Plateau { get; init; }

    /// <summary>Steps a second.</summary>
    [Id(8)]
    public double StepsPerSecond { get; init; }

    /// <summary>Rows a second.</summary>
    [Id(9)]
    public double RowsPerSecond { get; init; }

    /// <summary>How long evaluations took.</summary>
    [Id(10)]
    public TimeSpan Evaluating { get; init; }

    /// <summary>The same with what was seen of the test rows at another moment.</summary>
    public ProgressSnapshot WithTestOf(ProgressSnapshot other) => this with
    {
        TestLoss = other.TestLoss,
        TestAccuracy = other.TestAccuracy,
        Confusion = other.Confusion,
        TestOutputs = other.TestOutputs,
        EvaluatedAt = other.EvaluatedAt,
        Tests = other.Tests,
    };
}

/// <summary>Sums over some steps.</summary>
/// <param name="Loss">Losses of all rows.</param>
/// <param name="Correct">Rows classified correctly.</param>
/// <param name="Rows">Rows.</param>
[GenerateSerializer, Immutable, Alias("granary.MetricSums")]
internal readonly record struct MetricSums(
    [property: Id(0)] double Loss, [property: Id(1)] long Correct, [property: Id(2)] long Rows);

/// <summary>A loss curve.</summary>
/// <param name="Points">Its points.</param>
/// <param name="StepsPerPoint">Steps of a point.</param>
/// <param name="Open">What the next point has seen so far; its step counts the steps.</param>
[GenerateSerializer, Immutable, Alias("granary.HistorySnapshot")]
internal sealed record HistorySnapshot(
    [property: Id(0)] HistoryPoint[] Points, [property: Id(1)] long StepsPerPoint, [property: Id(2)] HistoryPoint Open);

/// <summary>A point of a loss curve.</summary>
/// <param name="Step">The last step it covers.</param>
/// <param name="LossSum">Losses of all rows.</param>
/// <param name="Rows">Rows.</param>
[GenerateSerializer, Immutable, Alias("granary.HistoryPoint")]
internal readonly record struct HistoryPoint(
    [property: Id(0)] long Step, [property: Id(1)] double LossSum, [property: Id(2)] long Rows);
