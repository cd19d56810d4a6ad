using Granary.Formulas.Activations;
using Granary.Formulas.Losses;
using Granary.Formulas.Optimizers;
using Granary.Grains.Interfaces.Jobs;

namespace Granary.Clustering.Storage.Tests.Storage;

/// <summary>A state like a coordinator's.</summary>
[GenerateSerializer, Alias("granary.tests.TrainingState")]
public sealed class TrainingState
{
    [Id(0)]
    public long Generation { get; set; } = 1;

    [Id(1)]
    public JobStatus? Status { get; set; }

    [Id(2)]
    public Dictionary<string, long[]> Versions { get; set; } = [];

    /// <summary>One with everything that a text format may lose.</summary>
    public static TrainingState Sample(long generation) => new()
    {
        Generation = generation,
        Status = new JobStatus
        {
            JobId = "digits-1",
            Spec = new JobSpec
            {
                Name = "digits",
                Data = new DataSpec { Train = new SourceSpec { Csv = "data/digits.csv" }, Labels = ["digit"] },
                Network = new NetworkSpec { Dimensions = [64, 15, 10], Activations = [Activation.Relu, Activation.Softmax] },
                Loss = Loss.CrossEntropy,
                Optimizer = new OptimizerSpec { Name = OptimizerKind.Adam, LearningRate = 0.1f },
                BatchSize = 16,
            },
            State = JobState.Failed,
            Error = "Loss is not a number: \"ø\" \0 \n",
            TrainLoss = double.NaN,
            TestLoss = double.PositiveInfinity,
            Elapsed = TimeSpan.FromTicks(12345678901),
            Confusion = [1, 0, 2],
            History = [new LossPoint(10, 1.5), new LossPoint(20, double.Epsilon)],
            SubmittedAt = new DateTimeOffset(2026, 8, 1, 12, 0, 0, TimeSpan.Zero),
        },
        Versions = new() { ["kept"] = [500, long.MaxValue] },
    };
}
