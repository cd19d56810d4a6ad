using System.Diagnostics;
using Granary.Benchmarks.Peers.Workloads;
using Granary.Numerics.Data;
using Granary.Numerics.Kernels;
using Granary.Numerics.Sharding;
using Granary.Numerics.Threads;
using Granary.Numerics.Training;

namespace Granary.Benchmarks.Peers.Serving;

/// <summary>The sequential trainer, on all cores.</summary>
public sealed class SequentialPeer : ITrainer
{
    private const int WarmUpSteps = 20;
    private const double WarmUpSeconds = 0.5;

    // The clock is read once in about so many seconds, not at each of a million steps.
    private const double BlockSeconds = 0.01;

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

    public Task<(double[] Losses, string WeightsHash)> FirstSteps(int steps)
    {
        var trainer = Trainer(steps);
        var losses = new double[steps];
        for (var step = 0; step < steps; step++)
        {
            trainer.Step();
            losses[step] = trainer.LastLoss;
        }

        return Task.FromResult((losses, trainer.WeightsHash));
    }

    public Task<double> RowsPerSecond(double seconds)
    {
        var trainer = Trainer(steps: long.MaxValue);
        Run(trainer, WarmUpSteps);
        var rate = Measure(trainer, WarmUpSeconds, blockSteps: 1).Steps / WarmUpSeconds;
        return Task.FromResult(Measure(trainer, seconds, Math.Max(1, (int)(rate * BlockSeconds))).RowsPerSecond);
    }

    public ValueTask DisposeAsync()
    {
        _team.Dispose();
        return ValueTask.CompletedTask;
    }

    private static void Run(SequentialTrainer trainer, int steps)
    {
        for (var i = 0; i < steps; i++)
        {
            trainer.Step();
        }
    }

    private SequentialTrainer Trainer(long steps) => new(_workload.Settings(_shards, steps), _data, MatrixKernels.Create(), _team);

    private (double RowsPerSecond, long Steps) Measure(SequentialTrainer trainer, double seconds, int blockSteps)
    {
        var first = trainer.Steps;
        var start = Stopwatch.GetTimestamp();
        var elapsed = 0.0;
        while (elapsed < seconds)
        {
            Run(trainer, blockSteps);
            elapsed = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }

        return (RowsBetween(first, trainer.Steps) / elapsed, trainer.Steps - first);
    }

    // An epoch's last mini-batch is smaller, so steps alone do not say how much was done.
    private double RowsBetween(long from, long to)
    {
        var schedule = new BatchSchedule(_data.Rows, _workload.BatchSize, _shards, epochs: null, to);
        return RowsBefore(schedule, to) - RowsBefore(schedule, from);
    }

    private static double RowsBefore(BatchSchedule schedule, long step) =>
        ((double)schedule.Epoch(step) * schedule.Rows) + schedule.FirstRow(step);
}
