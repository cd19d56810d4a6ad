using Granary.Formulas.Optimizers;
using Granary.Numerics.Datasets;
using Granary.Numerics.Kernels;
using Granary.Numerics.Layers;
using Granary.Numerics.Memory;
using Granary.Numerics.Networks;
using Granary.Numerics.Sharding;
using Granary.Numerics.Slicing;
using Granary.Numerics.Threads;

namespace Granary.Numerics.Training;

/// <summary>
/// Mini-batch gradient descent in one place, without a cluster. It follows the arithmetic of the cluster, shard tree included,
/// and so says which bits the cluster has to end with.
/// </summary>
public sealed unsafe class SequentialTrainer
{
    private readonly Dataset _data;
    private readonly ComputeTeam _team;
    private readonly BatchSchedule _schedule;
    private readonly RowOrder _order;
    private readonly Backpropagation _backpropagation;
    private readonly SliceShape[][] _shapes;
    private readonly AlignedBuffer[][] _parameters;
    private readonly AlignedBuffer[][] _gradients;
    private readonly Slice[][] _weightSlices;
    private readonly Slice[][] _gradientSlices;
    private readonly SliceState[][] _states;
    private readonly GradientSquares[][] _squares;
    private readonly double[] _allSquares;
    private readonly SliceShape[] _all;
    private readonly float _clipNorm;
    private readonly GradientTree _tree;
    private readonly int[] _shardStarts;

    /// <summary>Draws the first weights.</summary>
    /// <param name="settings">What to train.</param>
    /// <param name="data">The training rows.</param>
    /// <param name="kernel">The matrix kernel, used by this trainer alone.</param>
    /// <param name="team">The threads.</param>
    /// <param name="cut">How the layers are cut; null as for one silo. It changes no bit.</param>
    public SequentialTrainer(
        TrainingSettings settings,
        Dataset data,
        MatrixKernel kernel,
        ComputeTeam team,
        SliceCut? cut = null)
    {
        _data = data;
        _team = team;
        Settings = settings;
        _schedule = new BatchSchedule(data.Rows, settings.BatchSize, settings.Shards, settings.Epochs, settings.Steps);
        _order = new RowOrder(_schedule, settings.Seed);
        _backpropagation = new Backpropagation(
            settings.Network, settings.Loss, kernel, team, settings.BatchSize, settings.Wire, settings.Regularization);
        _tree = new GradientTree(settings.Shards, settings.Wire);
        _shardStarts = new int[settings.Shards + 1];
        _shapes = SlicePlan.Cut(settings.Network, cut ?? SliceCut.Whole);
        _parameters = Map(_shapes, InitialParameters);
        _gradients = Map(_shapes, shape => new AlignedBuffer(shape.Length));
        _weightSlices = Slices(_shapes, _parameters);
        _gradientSlices = Slices(_shapes, _gradients);
        var optimizer = Optimizer.Create(settings.Optimizer);
        _clipNorm = optimizer.ClipNorm;
        _states = Map(_shapes, shape => new SliceState(shape, optimizer, settings.Wire));
        _squares = Map(_shapes, shape => new GradientSquares(shape));
        _all = [.. _shapes.SelectMany(layer => layer)];
        _allSquares = new double[_all.Sum(shape => shape.Neurons)];
        foreach (var shape in _all)
        {
            _states[shape.Layer][shape.Index].Start(_parameters[shape.Layer][shape.Index]);
        }
    }

    /// <summary>What is trained.</summary>
    public TrainingSettings Settings { get; }

    /// <summary>Steps done.</summary>
    public long Steps { get; private set; }

    /// <summary>Steps of the whole training.</summary>
    public long TotalSteps => _schedule.TotalSteps;

    /// <summary>Mean loss a row at the last step, before its update; NaN before the first.</summary>
    public double LastLoss { get; private set; } = double.NaN;

    /// <summary>The network with the published weights as they are now, copied.</summary>
    public Network Network => Network.Of(Weights);

    /// <summary>The published weights as they are now, copied.</summary>
    public NetworkWeights Weights
    {
        get
        {
            var weights = NetworkWeights.FromSlices(Settings.Network, _weightSlices);
            GC.KeepAlive(this);
            return weights;
        }
    }

    /// <summary>The hash of the published weights as they are now.</summary>
    public string WeightsHash
    {
        get
        {
            // The slices point into memory that only this object keeps, which may be its caller's last use of it.
            var hash = Networks.WeightsHash.Compute(_weightSlices);
            GC.KeepAlive(this);
            return hash;
        }
    }

    /// <summary>Replaces the first weights, for tests that compare with an implementation that draws its own.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="parameters">Its weights, neuron by neuron, then its biases. The layer must be one slice.</param>
    internal void SetParameters(int layer, ReadOnlySpan<float> parameters)
    {
        parameters.CopyTo(_parameters[layer].Single().Span);
        _states[layer].Single().Start(_parameters[layer].Single());
    }

    /// <summary>Has the schedule go on with another learning rate.</summary>
    /// <param name="rate">The learning rate that the schedule is of.</param>
    public void SetLearningRate(double rate)
    {
        foreach (var shape in _all)
        {
            _states[shape.Layer][shape.Index].SetLearningRate(rate);
        }
    }

    /// <summary>Takes all steps that are left.</summary>
    public void Train()
    {
        while (Steps < TotalSteps)
        {
            Step();
        }
    }

    /// <summary>Takes one step.</summary>
    public void Step()
    {
        var rows = _order.Rows(Steps);
        for (var shard = 0; shard <= Settings.Shards; shard++)
        {
            _shardStarts[shard] = _schedule.ShardStart(rows.Length, shard);
        }

        _backpropagation.LoadTraining(_data, rows, Steps * Settings.BatchSize);
        Backpropagation.Announce(_data, _order.RowsAfter(Steps));
        for (var l = 0; l < _shapes.Length; l++)
        {
            _backpropagation.Forward(l, _weightSlices[l]);
        }

        _backpropagation.EvaluateLoss();
        LastLoss = ShardSums.OfRows(_backpropagation.RowLosses, _shardStarts) / rows.Length;
        for (var l = _shapes.Length - 1; l >= 0; l--)
        {
            _backpropagation.Gradient(l, _shardStarts, _gradientSlices[l]);
            if (l > 0)
            {
                _backpropagation.Backward(l, _weightSlices[l]);
            }
        }

        Update(rows.Length);
        Steps++;
    }

    private void Update(int rows)
    {
        var clipping = _clipNorm > 0 ? NormClipping.Factor(NormClipping.Norm(Squares(rows)), _clipNorm) : 1;
        foreach (var shape in _all)
        {
            var parameters = _parameters[shape.Layer][shape.Index];
            _states[shape.Layer][shape.Index].Update(_team, Steps, rows, TreeOf(shape), parameters, parameters, clipping);
        }
    }

    private double[] Squares(int rows)
    {
        var first = 0;
        foreach (var shape in _all)
        {
            _squares[shape.Layer][shape.Index].Of(_team, rows, TreeOf(shape)).CopyTo(_allSquares, first);
            first += shape.Neurons;
        }

        return _allSquares;
    }

    private GradientTree TreeOf(SliceShape shape)
    {
        _tree.Clear();
        _tree.TryAdd(new TreeNode(System.Numerics.BitOperations.Log2((uint)Settings.Shards), 0), _gradients[shape.Layer][shape.Index].Pointer);
        return _tree;
    }

    private AlignedBuffer InitialParameters(SliceShape shape)
    {
        var parameters = new AlignedBuffer(shape.Length);
        WeightInitializer.Fill(
            Settings.Initializer, Settings.Network.Layers[shape.Layer], shape, Settings.Seed, parameters.Span);
        Settings.Pretrained?[shape.Layer]?.CopyTo(shape, parameters.Span);
        return parameters;
    }

    private static T[][] Map<T>(SliceShape[][] shapes, Func<SliceShape, T> make) =>
        [.. shapes.Select(layer => layer.Select(make).ToArray())];

    private static Slice[][] Slices(SliceShape[][] shapes, AlignedBuffer[][] buffers) =>
        [.. shapes.Zip(buffers, (layer, memory) => layer.Zip(memory, (shape, buffer) => new Slice(shape, buffer.Pointer)).ToArray())];
}
