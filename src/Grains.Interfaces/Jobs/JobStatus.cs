using Granary.Grains.Interfaces.Models;

namespace Granary.Grains.Interfaces.Jobs;

/// <summary>Where a job stands at one moment.</summary>
[GenerateSerializer, Immutable, Alias("granary.JobStatus")]
public sealed record JobStatus
{
    /// <summary>The job's id.</summary>
    [Id(0)]
    public required string JobId { get; init; }

    /// <summary>What was submitted.</summary>
    [Id(1)]
    public required JobSpec Spec { get; init; }

    /// <summary>Where it stands.</summary>
    [Id(2)]
    public required JobState State { get; init; }

    /// <summary>Why it failed, in one or more sentences; null otherwise.</summary>
    [Id(3)]
    public string? Error { get; init; }

    /// <summary>What is known since the data was read; null before.</summary>
    [Id(4)]
    public JobFacts? Facts { get; init; }

    /// <summary>Steps done.</summary>
    [Id(5)]
    public long Steps { get; init; }

    /// <summary>Whole epochs done.</summary>
    [Id(6)]
    public int Epochs { get; init; }

    /// <summary>Mean loss a row over the last whole epoch, or over the steps so far while there is none; null before the first step.</summary>
    [Id(7)]
    public double? TrainLoss { get; init; }

    /// <summary>Share of rows classified correctly, over the same steps as <see cref="TrainLoss"/>; null for regression.</summary>
    [Id(8)]
    public double? TrainAccuracy { get; init; }

    /// <summary>Mean loss a test row at the last evaluation; null before it or without test rows.</summary>
    [Id(9)]
    public double? TestLoss { get; init; }

    /// <summary>Share of test rows classified correctly at the last evaluation; null for regression too.</summary>
    [Id(10)]
    public double? TestAccuracy { get; init; }

    /// <summary>The step after which the last evaluation was made; null when there was none.</summary>
    [Id(11)]
    public long? EvaluatedAt { get; init; }

    /// <summary>Steps a second of training time; the first second is left out when there is more. 0 before the first step.</summary>
    [Id(12)]
    public double StepsPerSecond { get; init; }

    /// <summary>Rows a second, over the same time.</summary>
    [Id(13)]
    public double SamplesPerSecond { get; init; }

    /// <summary>Time since it was submitted, until it ended.</summary>
    [Id(14)]
    public TimeSpan Elapsed { get; init; }

    /// <summary>How much of <see cref="Elapsed"/> the evaluation of test rows took. Speeds leave it out.</summary>
    [Id(24)]
    public TimeSpan Evaluating { get; init; }

    /// <summary>Time left, judged by the speed so far; null when nothing can be said.</summary>
    [Id(15)]
    public TimeSpan? Remaining { get; init; }

    /// <summary>How often it went on after a silo was lost.</summary>
    [Id(16)]
    public int Recoveries { get; init; }

    /// <summary><c>sha256:</c> and the hash of all weights, layer by layer: W neuron by neuron, then b. Null until completed.</summary>
    [Id(17)]
    public string? WeightsHash { get; init; }

    /// <summary>
    /// Test rows by true class (rows) and predicted class (columns), row by row, at the last evaluation; null without classes or test rows.
    /// </summary>
    [Id(18)]
    public int[]? Confusion { get; init; }

    /// <summary>How well each output did on the test rows at the last evaluation, where it predicts a number or answers yes or no; otherwise empty.</summary>
    [Id(25)]
    public OutputMetrics[] TestOutputs { get; init; } = [];

    /// <summary>The loss so far, at most some 200 points in the order of their steps.</summary>
    [Id(19)]
    public LossPoint[] History { get; init; } = [];

    /// <summary>When it was submitted, in UTC.</summary>
    [Id(20)]
    public DateTimeOffset SubmittedAt { get; init; }

    /// <summary>What each worker did in the last span, in the order of their shards; empty before the first.</summary>
    [Id(21)]
    public WorkerStatus[] Workers { get; init; } = [];

    /// <summary>The step of the last checkpoint; null when there is none yet.</summary>
    [Id(22)]
    public long? CheckpointedAt { get; init; }

    /// <summary>Why the last checkpoint could not be made; null when it could, or there was none to be made yet.</summary>
    [Id(23)]
    public string? CheckpointFault { get; init; }

    /// <summary>The model that is kept since the job was completed; null before, and when it was removed.</summary>
    [Id(26)]
    public ModelFacts? Model { get; init; }

    /// <summary>Why the model could not be kept; null when it could.</summary>
    [Id(27)]
    public string? ModelFault { get; init; }

    /// <summary>The last evaluation on the validation rows; null before it or without such rows.</summary>
    [Id(28)]
    public Evaluation? Validation { get; init; }

    /// <summary>The step of the best evaluation on the validation rows, where the job may stop early; null before the first.</summary>
    [Id(29)]
    public long? BestStep { get; init; }

    /// <summary>Whether it has stopped before its length, because it did not become better.</summary>
    [Id(30)]
    public bool HasStoppedEarly { get; init; }

    /// <summary>Why it waits, for its turn or for memory; null when it does not.</summary>
    [Id(31)]
    public string? Waiting { get; init; }

    /// <summary>When it ended, in UTC; null before.</summary>
    [Id(32)]
    public DateTimeOffset? EndedAt { get; init; }
}

/// <summary>A point of a job's history.</summary>
/// <param name="Step">The last step it covers.</param>
/// <param name="Loss">Mean loss a row over the steps since the point before.</param>
[GenerateSerializer, Immutable, Alias("granary.LossPoint")]
public readonly record struct LossPoint([property: Id(0)] long Step, [property: Id(1)] double Loss);

/// <summary>How well one output did.</summary>
/// <param name="Name">What it predicts.</param>
/// <param name="Rmse">The root of the mean squared error, in the units of the data; null for yes and no.</param>
/// <param name="Mae">The mean absolute error, in the units of the data; null for yes and no.</param>
/// <param name="R2">
/// The share of the variance that is explained, 1 - (sum of squared errors) / (sum of squared distances from the mean); null for yes and no,
/// and where all targets are the same.
/// </param>
/// <param name="Accuracy">The share of rows answered correctly; null for numbers.</param>
[GenerateSerializer, Immutable, Alias("granary.OutputMetrics")]
public sealed record OutputMetrics(
    [property: Id(0)] string Name, [property: Id(1)] double? Rmse, [property: Id(2)] double? Mae, [property: Id(3)] double? R2, [property: Id(4)] double? Accuracy);
