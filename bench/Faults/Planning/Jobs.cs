using Granary.Formulas.Activations;
using Granary.Formulas.Losses;
using Granary.Formulas.Optimizers;
using Granary.Grains.Interfaces.Jobs;

namespace Granary.Benchmarks.Faults.Planning;

/// <summary>The jobs that faults happen to: handwritten digits, and a checkpoint every second.</summary>
public static class Jobs
{
    public static string Csv { get; } = Path.Combine(AppContext.BaseDirectory, "digits.csv");

    /// <summary>Slices on every silo.</summary>
    public static JobSpec Large { get; } = Make("large", [64, 256, 256, 10]);

    /// <summary>Two slices, so that in a larger cluster some silos only work.</summary>
    public static JobSpec Small { get; } = Make("small", [64, 15, 10]);

    /// <summary>Any network on the digits, without an end.</summary>
    public static JobSpec Make(string name, int[] dimensions) => new()
    {
        Name = name,
        Data = new DataSpec
        {
            Train = new SourceSpec { Csv = Csv },
            Labels = ["digit"],
            Scaling = ScalingName.Factor,
            ScaleFactor = 0.0625f,
            TestFraction = 0.2,
        },
        Network = new NetworkSpec
        {
            Dimensions = dimensions,
            Activations = [.. dimensions.Skip(2).Select(_ => Activation.Relu), Activation.Sigmoid],
        },
        Loss = Loss.Mse,
        Optimizer = new OptimizerSpec { Name = OptimizerKind.Adam, LearningRate = 0.0005f },
        BatchSize = 16,
        Steps = long.MaxValue,
        Checkpoint = new CheckpointSpec { EverySeconds = 1 },

        // All there are, so that whichever is killed was at work.
        Silos = 16,
    };
}
