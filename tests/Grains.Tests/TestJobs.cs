using Granary.Data;
using Granary.Formulas.Activations;
using Granary.Formulas.Losses;
using Granary.Formulas.Optimizers;
using Granary.Grains.Interfaces.Jobs;
using Granary.Grains.Mapping;
using Granary.Numerics.Kernels.Dispatch;
using Granary.Numerics.Threads;
using Granary.Numerics.Training;

namespace Granary.Grains.Tests;

/// <summary>Jobs that tests train, and what they have to end with.</summary>
internal static class TestJobs
{
    /// <summary>More than any test starts: a job of so many is on all there are, however small it is.</summary>
    public const int AllSilos = 16;

    public static string DigitsCsv { get; } = Path.Combine(AppContext.BaseDirectory, "digits.csv");

    /// <summary>A few steps on the handwritten digits.</summary>
    public static JobSpec Digits { get; } = new()
    {
        Name = "digits",
        Data = new DataSpec
        {
            Train = new SourceSpec { Csv = DigitsCsv },
            Labels = ["digit"],
            Scaling = ScalingName.Factor,
            ScaleFactor = 0.0625f,
            TestFraction = 0.2,
        },
        Network = new NetworkSpec { Dimensions = [64, 15, 10], Activations = [Activation.Relu, Activation.Sigmoid] },
        Loss = Loss.Mse,
        Optimizer = new OptimizerSpec { Name = OptimizerKind.Sgd, LearningRate = 0.5f },
        BatchSize = 16,
        Epochs = 2,
        Silos = AllSilos,
    };

    /// <summary>The digits for so long that a test can look on, and has to cancel it.</summary>
    public static JobSpec Endless { get; } = Digits with { Name = "endless", Epochs = 1_000_000 };

    /// <summary>Trains a job without a cluster.</summary>
    /// <returns>The hash of its weights.</returns>
    public static string SequentialHash(JobSpec spec) => Sequential(spec).WeightsHash;

    /// <summary>Trains a job without a cluster.</summary>
    /// <param name="spec">The job.</param>
    /// <param name="rates">The learning rate of each epoch.</param>
    /// <returns>The hash of its weights.</returns>
    public static string SequentialHash(JobSpec spec, double[] rates)
    {
        using var team = new ComputeTeam(1);
        var trainer = Trainer(spec, team);
        var stepsPerEpoch = trainer.TotalSteps / rates.Length;
        while (trainer.Steps < trainer.TotalSteps)
        {
            trainer.SetLearningRate(rates[trainer.Steps / stepsPerEpoch]);
            trainer.Step();
        }

        return trainer.WeightsHash;
    }

    /// <summary>Trains a job without a cluster.</summary>
    public static SequentialTrainer Sequential(JobSpec spec)
    {
        using var team = new ComputeTeam(1);
        var trainer = Trainer(spec, team);
        trainer.Train();
        return trainer;
    }

    private static SequentialTrainer Trainer(JobSpec spec, ComputeTeam team)
    {
        var train = TrainingData.Load(spec.ToRequest()).Train;
        var settings = spec.WithScheduleInSteps(train.Rows).ToSettings() with { Regularization = spec.ToRegularization(train) };
        return new SequentialTrainer(settings, train, MatrixKernels.Create(), team);
    }
}
