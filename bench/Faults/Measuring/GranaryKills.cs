using Granary.Benchmarks.Faults.Clusters;
using Granary.Formulas.Activations;
using Granary.Formulas.Losses;
using Granary.Formulas.Optimizers;
using Granary.Grains.Interfaces.Jobs;

namespace Granary.Benchmarks.Faults.Measuring;

/// <summary>The side of this project in the comparison with torchrun: two silos, one of them is killed.</summary>
public static class GranaryKills
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public static async Task<IReadOnlyList<KillResult>> Run(int rounds)
    {
        await using var cluster = new FaultCluster();
        await cluster.StartMany(2);
        var results = new List<KillResult>();
        var id = await cluster.Submit(Spec());
        for (var i = 0; i < rounds; i++)
        {
            var from = (await cluster.Until(id, "two silos at work", s => s.Workers.Length == 2, Patience)).Status.Steps;
            await cluster.Until(
                id, "some steps of both", s => s.Workers.Length == 2 && s.Steps > from + TorchrunKills.StepsBeforeAKill, Patience);

            // Every second time the one with the coordinator.
            var (coordinator, _) = await cluster.FindRoles(id);
            var victim = cluster.Silos.First(s => (s.Address.ToString() == coordinator) == (i % 2 == 0));
            var before = await cluster.TryGetStatus(id) ?? throw new InvalidOperationException(await cluster.Explain("No silo answers.", id));
            var (_, seconds) = await new Injector(cluster, id).Kill(victim, before);
            var goneOn = (await cluster.Events(id)).Last(e => e.Kind == JobEventKind.Recovered);
            results.Add(new KillResult(seconds, Math.Max(0, before.Steps - goneOn.Step)));
            Console.WriteLine($"granary: {seconds:F2} s, {results[^1].StepsLost} steps lost");
        }

        await cluster.Coordinator(id).Cancel();
        return results;
    }

    private static JobSpec Spec() => new()
    {
        Name = "kills",
        Data = new DataSpec
        {
            Train = new SourceSpec
            {
                Images = "/usr/share/datasets/fashion-mnist/train-images-idx3-ubyte.gz",
                Labels = "/usr/share/datasets/fashion-mnist/train-labels-idx1-ubyte.gz",
            },
            Scaling = ScalingName.Factor,
            ScaleFactor = 1f / 255,
        },
        Network = new NetworkSpec
        {
            Dimensions = [784, 128, 64, 10],
            Activations = [Activation.Relu, Activation.Relu, Activation.Sigmoid],
        },
        Loss = Loss.Mse,
        Optimizer = new OptimizerSpec { Name = OptimizerKind.Sgd, LearningRate = 0.5f },
        BatchSize = 2 * TorchrunKills.RowsOfARank,
        Steps = long.MaxValue,
        Checkpoint = new CheckpointSpec { EverySteps = TorchrunKills.CheckpointSteps },
    };
}
