using Granary.Formulas.Activations;
using Granary.Formulas.Losses;
using Granary.Formulas.Optimizers;
using Granary.Grains.Interfaces.Jobs;

namespace Granary.Client.Tests;

/// <summary>Statuses of a job: 1,437 rows, 10 classes, 90 steps per epoch, 30 epochs.</summary>
internal static class Statuses
{
    public const string Hash = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    public static JobSpec Spec { get; } = new()
    {
        Name = "digits",
        Data = new DataSpec { Train = new SourceSpec { Csv = "/data/digits.csv" }, Labels = ["digit"], TestFraction = 0.2 },
        Network = new NetworkSpec { Dimensions = [64, 15, 10], Activations = [Activation.Relu, Activation.Sigmoid] },
        Loss = Loss.Mse,
        Optimizer = new OptimizerSpec { Name = OptimizerKind.Sgd, LearningRate = 0.5f },
        BatchSize = 16,
        Epochs = 30,
    };

    public static JobFacts Facts { get; } = new()
    {
        Layers = [new LayerFacts(64, 15, Activation.Relu, 1), new LayerFacts(15, 10, Activation.Sigmoid, 1)],
        Parameters = 1135,
        TrainRows = 1437,
        TestRows = 360,
        Classes = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"],
        StepsPerEpoch = 90,
        TotalSteps = 2700,
        Silos = 2,
        Workers = 4,
        Kernels = ["avx512"],
        ComputeThreads = 2,
    };

    /// <summary>Two workers, for the first of which the other one waits.</summary>
    public static WorkerStatus[] Workers { get; } = [Worker("127.0.0.1:11111", 0, 5, 0.1), Worker("127.0.0.1:11112", 5, 8, 0.9)];

    public static JobStatus Preparing { get; } = new()
    {
        JobId = "digits-1",
        Spec = Spec,
        State = JobState.Preparing,
        SubmittedAt = new DateTimeOffset(2030, 1, 2, 3, 4, 5, TimeSpan.Zero),
    };

    public static JobStatus Completed { get; } = Running(2700) with
    {
        State = JobState.Completed,
        Remaining = TimeSpan.Zero,
        WeightsHash = Hash,
        Confusion = [.. Enumerable.Range(0, 100).Select(i => i / 10 == i % 10 ? 34 : i == 94 ? 7 : 0)],
    };

    /// <summary>The job after some steps, a thousand of them a second.</summary>
    public static JobStatus Running(long steps) => Preparing with
    {
        State = JobState.Running,
        Facts = Facts,
        Steps = steps,
        Epochs = (int)(steps / 90),
        TrainLoss = 0.0123,
        TrainAccuracy = 0.98765,
        TestLoss = steps < 90 ? null : 0.000456,
        TestAccuracy = steps < 90 ? null : 0.9361,
        EvaluatedAt = steps < 90 ? null : steps / 90 * 90,
        StepsPerSecond = 1000,
        SamplesPerSecond = 16000,
        Elapsed = TimeSpan.FromSeconds(steps / 1000.0),
        Remaining = TimeSpan.FromSeconds((2700 - steps) / 1000.0),
        History = [.. Enumerable.Range(1, 40).Select(i => new LossPoint(steps * i / 40, 0.5 / i))],
    };

    /// <summary>A worker whose step takes 1.3 ms.</summary>
    public static WorkerStatus Worker(string silo, int firstShard, int endShard, double waitingMilliseconds) => new()
    {
        Silo = silo,
        FirstShard = firstShard,
        EndShard = endShard,
        ComputeThreads = 2,
        StepTime = TimeSpan.FromMicroseconds(1300),
        WaitingTime = TimeSpan.FromMicroseconds(waitingMilliseconds * 1000),
        BytesPerSecond = 12.5e6,
    };
}
