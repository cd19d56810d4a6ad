using System.Diagnostics;
using System.Numerics;
using Granary.Benchmarks.Common.Workloads;
using Granary.Formulas.Optimizers;
using Granary.Numerics.Datasets;
using Granary.Numerics.Kernels.Dispatch;
using Granary.Numerics.Layers;
using Granary.Numerics.Memory;
using Granary.Numerics.Networks;
using Granary.Numerics.Sharding;
using Granary.Numerics.Slicing;
using Granary.Numerics.Threads;
using Granary.Numerics.Training;

namespace Granary.Benchmarks.Peers.Splitting;

/// <summary>The sequential trainer's step, with a clock read between its parts.</summary>
public sealed unsafe class TimedStep
{
    private readonly Dataset _data;
    private readonly ComputeTeam _team;
    private readonly NetworkShape _network;
    private readonly BatchSchedule _schedule;
    private readonly RowOrder _order;
    private readonly Backpropagation _backpropagation;
    private readonly GradientTree _tree;
    private readonly TreeNode _root;
    private readonly int[] _shardStarts;
    private readonly SlicedLayer[] _layers;
    private readonly long[] _ticks = new long[Enum.GetValues<StepPart>().Length];
    private long _lap;
    private long _steps;

    public TimedStep(Workload workload, Dataset data, int shards, ComputeTeam team)
    {
        var settings = workload.Settings(shards, steps: long.MaxValue);
        _data = data;
        _team = team;
        _network = settings.Network;
        _schedule = new BatchSchedule(data.Rows, settings.BatchSize, shards, settings.Epochs, settings.Steps);
        _order = new RowOrder(_schedule, settings.Seed);
        _backpropagation = new Backpropagation(_network, settings.Loss, MatrixKernels.Create(), team, settings.BatchSize);
        _tree = new GradientTree(shards);
        _root = new TreeNode(BitOperations.Log2((uint)shards), 0);
        _shardStarts = new int[shards + 1];
        _layers = [.. SlicePlan.Cut(_network, SliceCut.Whole).Select(shapes => new SlicedLayer(settings, shapes))];
    }

    /// <summary>Microseconds a step of each part, over the steps since the start or <see cref="Reset"/>.</summary>
    public IReadOnlyDictionary<StepPart, double> Microseconds => Enum.GetValues<StepPart>().ToDictionary(
        part => part, part => _ticks[(int)part] * 1e6 / Stopwatch.Frequency / _steps);

    /// <summary>Forgets what was measured.</summary>
    public void Reset()
    {
        Array.Clear(_ticks);
        _steps = 0;
    }

    /// <summary>Takes a step.</summary>
    public void Run(long step)
    {
        _lap = Stopwatch.GetTimestamp();
        var rows = _order.Rows(step);
        for (var shard = 0; shard < _shardStarts.Length; shard++)
        {
            _shardStarts[shard] = _schedule.ShardStart(rows.Length, shard);
        }

        _backpropagation.Load(_data, rows);
        Backpropagation.Announce(_data, _order.RowsAfter(step));
        Lap(StepPart.Load);
        for (var l = 0; l < _layers.Length; l++)
        {
            _backpropagation.Forward(l, _layers[l].Weights);
        }

        Lap(StepPart.Forward);
        _backpropagation.EvaluateLoss();
        Lap(StepPart.Loss);
        for (var l = _layers.Length - 1; l >= 0; l--)
        {
            GoBack(l, step, rows.Length);
        }

        _steps++;
    }

    private void GoBack(int layer, long step, int rows)
    {
        _backpropagation.Gradient(layer, _shardStarts, _layers[layer].Gradients);
        Lap(StepPart.Gradient);
        if (layer > 0)
        {
            _backpropagation.Backward(layer, _layers[layer].Weights);
            Lap(StepPart.Backward);
        }

        _layers[layer].Update(_team, step, rows, _tree, _root);
        Lap(StepPart.Update);
    }

    private void Lap(StepPart part)
    {
        var now = Stopwatch.GetTimestamp();
        _ticks[(int)part] += now - _lap;
        _lap = now;
    }

    private sealed class SlicedLayer
    {
        private readonly AlignedBuffer[] _parameters;
        private readonly AlignedBuffer[] _gradients;
        private readonly SliceState[] _states;

        public SlicedLayer(TrainingSettings settings, SliceShape[] shapes)
        {
            var optimizer = Optimizer.Create(settings.Optimizer);
            _states = [.. shapes.Select(shape => new SliceState(shape, optimizer))];
            _parameters = [.. shapes.Select(shape => new AlignedBuffer(shape.Length))];
            _gradients = [.. shapes.Select(shape => new AlignedBuffer(shape.Length))];
            Weights = [.. shapes.Zip(_parameters, (shape, buffer) => new Slice(shape, buffer.Pointer))];
            Gradients = [.. shapes.Zip(_gradients, (shape, buffer) => new Slice(shape, buffer.Pointer))];
            for (var s = 0; s < shapes.Length; s++)
            {
                var layer = settings.Network.Layers[shapes[s].Layer];
                WeightInitializer.Fill(settings.Initializer, layer, shapes[s], settings.Seed, _parameters[s].Span);
            }
        }

        public Slice[] Weights { get; }

        public Slice[] Gradients { get; }

        public void Update(ComputeTeam team, long step, int rows, GradientTree tree, TreeNode root)
        {
            for (var s = 0; s < _states.Length; s++)
            {
                tree.Clear();
                tree.TryAdd(root, _gradients[s].Pointer);
                _states[s].Update(team, step, rows, tree, _parameters[s], _parameters[s]);
            }
        }
    }
}
