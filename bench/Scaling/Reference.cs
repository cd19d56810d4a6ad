using Granary.Benchmarks.Common.Workloads;
using Granary.Numerics.Kernels.Dispatch;
using Granary.Numerics.Sharding;
using Granary.Numerics.Threads;
using Granary.Numerics.Training;

namespace Granary.Benchmarks.Scaling;

/// <summary>What the sequential trainer, without any cluster, makes of a workload.</summary>
/// <param name="Losses">The loss of each step before its update.</param>
/// <param name="WeightsHash">The hash of the weights in the end.</param>
public sealed record Reference(double[] Losses, string WeightsHash)
{
    public static Reference Train(Workload workload, WireFormat wire, int steps)
    {
        using var team = new ComputeTeam(Environment.ProcessorCount);
        var settings = workload.Settings(Options.Shards, steps) with { Wire = wire };
        var trainer = new SequentialTrainer(settings, workload.LoadData(), MatrixKernels.Create(), team);
        var losses = new double[steps];
        for (var step = 0; step < steps; step++)
        {
            trainer.Step();
            losses[step] = trainer.LastLoss;
        }

        return new Reference(losses, trainer.WeightsHash);
    }
}
