using Granary.Benchmarks.Common.Workloads;
using Granary.Numerics.Datasets;
using Granary.Numerics.Kernels.Dispatch;
using Granary.Numerics.Sharding;
using Granary.Numerics.Threads;
using Granary.Numerics.Training;

namespace Granary.Benchmarks.Peers.Serving;

/// <summary>The sequential trainer, on all cores.</summary>
public sealed class SequentialPeer : ITrainer
{
    private readonly ComputeTeam _team = new(Environment.ProcessorCount);
    private readonly Workload _workload;
    private readonly Dataset _data;
    private readonly int _shards;

    public SequentialPeer(Workload workload, int shards)
    {
        _workload = workload;
        _data = workload.LoadData();
        _shards = shards;
    }

    public string Name => $"Granary.Numerics, sequential trainer, kernel {MatrixKernels.Create().Name}, {_team.Threads} threads";

    public Task<(double[] Losses, string? WeightsHash)> FirstSteps(int steps)
    {
        var trainer = Trainer(steps);
        var losses = new double[steps];
        for (var step = 0; step < steps; step++)
        {
            trainer.Step();
            losses[step] = trainer.LastLoss;
        }

        return Task.FromResult<(double[], string?)>((losses, trainer.WeightsHash));
    }

    public Task<double> RowsPerSecond(double seconds)
    {
        var trainer = Trainer(steps: long.MaxValue);
        var schedule = new BatchSchedule(_data.Rows, _workload.BatchSize, _shards, epochs: null, trainer.TotalSteps);
        return Task.FromResult(StepTimer.RowsPerSecond(trainer.Step, schedule, seconds));
    }

    public ValueTask DisposeAsync()
    {
        _team.Dispose();
        return ValueTask.CompletedTask;
    }

    private SequentialTrainer Trainer(long steps) => new(_workload.Settings(_shards, steps), _data, MatrixKernels.Create(), _team);
}
