using Granary.Formulas.Activations;
using Granary.Formulas.Losses;
using Granary.Formulas.Optimizers;
using Granary.Grains.Interfaces.Jobs;

namespace Granary.Grains.Interfaces.Tests.Jobs;

internal static class JobSpecs
{
    /// <summary>A job without fault: 4 features, 3 classes.</summary>
    public static JobSpec Valid { get; } = new()
    {
        Name = "iris",
        Data = new DataSpec { Train = new SourceSpec { Csv = "/data/iris.csv" }, Labels = ["species"], TestFraction = 0.2 },
        Network = new NetworkSpec
        {
            Dimensions = [4, 8, 3],
            Activations = [Activation.Relu, Activation.Softmax],
        },
        Loss = Loss.CrossEntropy,
        Optimizer = new OptimizerSpec { Name = OptimizerKind.Sgd, LearningRate = 0.1f },
        BatchSize = 16,
        Epochs = 3,
    };
}
