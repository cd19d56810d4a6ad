using Granary.Benchmarks.Common.Workloads;
using Granary.Benchmarks.Peers.Serving;
using Granary.Numerics.Datasets;
using Granary.Numerics.Layers;
using Granary.Numerics.Sharding;
using Granary.Numerics.Training;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Granary.Benchmarks.TorchSharpPeer;

/// <summary>The workload in TorchSharp, as its user would write it: modules, autograd and its SGD.</summary>
public sealed class TorchSharpTrainer : ITrainer
{
    private readonly Workload _workload;
    private readonly Tensor _features;
    private readonly Tensor _targets;

    public TorchSharpTrainer(Workload workload, int threads)
    {
        set_num_threads(threads);
        _workload = workload;
        var data = workload.LoadData();
        _features = tensor(data.Features.Span.ToArray(), data.Rows, data.FeatureCount);
        _targets = tensor(Targets(data), data.Rows, data.Outputs);
    }

    public string Name => $"TorchSharp {typeof(torch).Assembly.GetName().Version}, libtorch {__version__}, {get_num_threads()} threads";

    private int Rows => (int)_features.shape[0];

    public Task<(double[] Losses, string? WeightsHash)> FirstSteps(int steps)
    {
        using var model = Model();
        using var optimizer = Optimizer(model);
        var order = new RowOrder(Schedule(steps), Workload.Seed);
        var losses = new double[steps];
        for (var step = 0; step < steps; step++)
        {
            using var scope = NewDisposeScope();
            var rows = tensor(order.Rows(step).ToArray(), dtype: ScalarType.Int64);
            losses[step] = Step(model, optimizer, _features.index_select(0, rows), _targets.index_select(0, rows)).item<float>();
        }

        return Task.FromResult<(double[], string?)>((losses, null));
    }

    public Task<double> RowsPerSecond(double seconds)
    {
        using var model = Model();
        using var optimizer = Optimizer(model);
        var schedule = Schedule(long.MaxValue);
        var batches = Batches(schedule);
        var next = 0;
        var speed = StepTimer.RowsPerSecond(
            () =>
            {
                using var scope = NewDisposeScope();
                var (x, t) = batches[next];
                next = (next + 1) % batches.Length;
                Step(model, optimizer, x, t);
            },
            schedule,
            seconds);
        return Task.FromResult(speed);
    }

    public ValueTask DisposeAsync()
    {
        _features.Dispose();
        _targets.Dispose();
        return ValueTask.CompletedTask;
    }

    private static float[] Targets(Dataset data)
    {
        var targets = new float[data.Rows * data.Outputs];
        for (var row = 0; row < data.Rows; row++)
        {
            data.FillTarget(row, targets.AsSpan(row * data.Outputs, data.Outputs));
        }

        return targets;
    }

    private static Tensor Step(Sequential model, SGD optimizer, Tensor x, Tensor t)
    {
        var loss = nn.functional.mse_loss(model.call(x), t, nn.Reduction.Sum) * (0.5 / x.shape[0]);
        optimizer.zero_grad();
        loss.backward();
        optimizer.step();
        return loss;
    }

    private SGD Optimizer(Sequential model) => optim.SGD(model.parameters(), _workload.LearningRate);

    private BatchSchedule Schedule(long steps) => new(Rows, _workload.BatchSize, shards: 1, epochs: null, steps);

    private (Tensor X, Tensor T)[] Batches(BatchSchedule schedule) => [.. Enumerable.Range(0, schedule.StepsPerEpoch)
        .Select(step => (First: schedule.FirstRow(step), Rows: schedule.RowsIn(step)))
        .Select(b => (_features.narrow(0, b.First, b.Rows), _targets.narrow(0, b.First, b.Rows)))];

    private Sequential Model()
    {
        var shape = _workload.Shape;
        var modules = new List<nn.Module<Tensor, Tensor>>();
        for (var l = 0; l < shape.Layers.Count; l++)
        {
            modules.Add(Linear(l));
            modules.Add(l < shape.Layers.Count - 1 ? nn.ReLU(inplace: true) : nn.Sigmoid());
        }

        return nn.Sequential(modules);
    }

    private Linear Linear(int index)
    {
        var layer = _workload.Shape.Layers[index];
        var slice = new SliceShape(index, 0, 0, layer.Outputs, layer.Inputs);
        var parameters = new float[slice.Length];
        WeightInitializer.Fill(_workload.Settings(1, 1).Initializer, layer, slice, Workload.Seed, parameters);
        var linear = nn.Linear(layer.Inputs, layer.Outputs);
        using (no_grad())
        {
            linear.weight.copy_(tensor(parameters[..slice.Weights], layer.Outputs, layer.Inputs));
            linear.bias!.copy_(tensor(parameters[slice.Weights..]));
        }

        return linear;
    }
}
