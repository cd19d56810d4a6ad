using System.Diagnostics;
using Granary.Benchmarks.Faults.Clusters;
using Granary.Formulas.Activations;
using Granary.Formulas.Losses;
using Granary.Formulas.Optimizers;
using Granary.Grains.Interfaces.Jobs;

namespace Granary.Benchmarks.Faults.Measuring;

/// <summary>What checkpoints cost while nothing happens: the largest network with one every 30 s, and without, in turn.</summary>
public static class CostRun
{
    private const string Data = "/usr/share/datasets/fashion-mnist";
    private const int Silos = 2;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);

    /// <summary>Runs the pairs.</summary>
    /// <param name="rounds">How many pairs.</param>
    /// <param name="seconds">Seconds of each side; more than 30.</param>
    /// <returns>Steps a second of each pair, with and without checkpoints.</returns>
    public static async Task<IReadOnlyList<(double With, double Without)>> Run(int rounds, int seconds)
    {
        await using var cluster = new FaultCluster();
        await cluster.StartMany(Silos);
        var pairs = new List<(double With, double Without)>();
        for (var i = 0; i < rounds; i++)
        {
            // Who is first changes, because a machine that is warming up or slowing down would favour one of them.
            var first = await StepsPerSecond(cluster, checkpoints: i % 2 == 0, seconds);
            var second = await StepsPerSecond(cluster, checkpoints: i % 2 != 0, seconds);
            pairs.Add(i % 2 == 0 ? (first, second) : (second, first));
            Console.WriteLine($"pair {i + 1}: {pairs[^1].With:F3} steps/s with, {pairs[^1].Without:F3} without");
        }

        return pairs;
    }

    private static async Task<double> StepsPerSecond(FaultCluster cluster, bool checkpoints, int seconds)
    {
        var id = await cluster.Submit(Spec(checkpoints));
        var (from, start) = await cluster.Until(id, "a warm job", s => s.Steps > 0 && s.Elapsed > WarmUp, Patience);
        var (to, end) = await cluster.Until(
            id, "the end of its time", s => s.Steps > from.Steps && s.Elapsed > from.Elapsed + TimeSpan.FromSeconds(seconds), Patience);
        await cluster.Coordinator(id).Cancel();
        if (checkpoints != to.CheckpointedAt is not null)
        {
            throw new InvalidOperationException($"Expected {(checkpoints ? "a" : "no")} checkpoint, found that of step {to.CheckpointedAt}.");
        }

        return (to.Steps - from.Steps) / Stopwatch.GetElapsedTime(start, end).TotalSeconds;
    }

    private static JobSpec Spec(bool checkpoints) => new()
    {
        Name = "cost",
        Data = new DataSpec
        {
            Train = new SourceSpec
            {
                Images = Path.Combine(Data, "train-images-idx3-ubyte.gz"),
                Labels = Path.Combine(Data, "train-labels-idx1-ubyte.gz"),
            },
            Scaling = ScalingName.Factor,
            ScaleFactor = 1f / 255,
        },
        Network = new NetworkSpec
        {
            Dimensions = [784, 2048, 2048, 2048, 10],
            Activations = [Activation.Relu, Activation.Relu, Activation.Relu, Activation.Sigmoid],
        },
        Loss = Loss.Mse,
        Optimizer = new OptimizerSpec { Name = OptimizerKind.Sgd, LearningRate = 0.5f },
        BatchSize = 1024,
        Steps = long.MaxValue,
        Checkpoint = new CheckpointSpec { EverySeconds = checkpoints ? CheckpointSpec.DefaultSeconds : 1e6 },
    };
}
