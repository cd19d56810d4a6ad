using Granary.Grains.Interfaces.Jobs;

namespace Granary.Grains.Interfaces.Tests.Jobs;

internal static class JobSpecs
{
    /// <summary>A job without fault: 4 features, 3 classes.</summary>
    public static JobSpec Valid { get; } = new()
    {
        Name = "iris",
        Data = new DataSpec { Train = new SourceSpec { Csv = "/data/iris.csv" }, Label = "species", TestFraction = 0.2 },
        Network = new NetworkSpec
        {
            Dimensions = [4, 8, 3],
            Activations = [ActivationName.Relu, ActivationName.Softmax],
        },
        Loss = LossName.CrossEntropy,
        Optimizer = new OptimizerSpec { Name = OptimizerName.Sgd, LearningRate = 0.1f },
        BatchSize = 16,
        Epochs = 3,
    };
}
