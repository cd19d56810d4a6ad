using Granary.Formulas.Activations;
using Granary.Formulas.Functions;
using Granary.Formulas.Losses;
using Granary.Numerics.Datasets;
using Granary.Numerics.Kernels;
using Granary.Numerics.Layers;
using Granary.Numerics.Memory;
using Granary.Numerics.Networks;
using Granary.Numerics.Normalization;
using Granary.Numerics.Sharding;
using Granary.Numerics.Threads;

namespace Granary.Numerics.Training;

/// <summary>
/// Feed-forward and backpropagation of some rows through a network, layer by layer, so that a caller can send a layer's gradient
/// away while the next one is computed. It holds the rows' activations and derivatives; weights and gradients are the caller's.
/// </summary>
/// <remarks>
/// For each batch of rows: <see cref="Load(Dataset, ReadOnlySpan{int})"/> or <see cref="LoadTraining"/>, then <see cref="Forward"/> for the layers 0, 1, ... L - 1, then
/// <see cref="EvaluateLoss"/>; to train, then <see cref="Gradient"/> and <see cref="Backward"/> for the layers L - 1, ... 0.
/// The chain rule: with <c>z = x W + b</c>, <c>y = f(z)</c> and <c>delta = dJ/dz</c>, the layer's gradient is <c>x^T delta</c> and
/// the layer before has <c>delta' = (delta W^T) * f'(z')</c>.
/// </remarks>
public sealed unsafe class Backpropagation
{
    private readonly NetworkShape _network;
    private readonly MatrixKernel _kernel;
    private readonly ComputeTeam _team;

    // _values[0] are the input rows, _values[l + 1] what layer l gives; _deltas[l] are derivatives by layer l's z.
    private readonly AlignedBuffer[] _values;
    private readonly AlignedBuffer[] _deltas;

    // What a hidden layer's derivative is computed from where that is not what the layer gives: its z for some activations, its outputs before
    // some are dropped out; null elsewhere.
    private readonly AlignedBuffer?[] _kept;
    private readonly LayerDropout?[] _dropouts;
    private readonly LayerNormalization?[] _normalizations;
    private readonly RowActivation _activating;
    private readonly RowGathering _gathering;
    private readonly OutputLoss _loss;
    private readonly WireFormat _wire;
    private int _rows;

    // Null while rows are evaluated.
    private long? _firstRow;

    /// <summary>Makes the memory for a network's rows.</summary>
    /// <param name="network">The network.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="kernel">The kernel, used by this object alone.</param>
    /// <param name="team">The threads.</param>
    /// <param name="maxRows">The most rows that are loaded at once.</param>
    /// <param name="wire">Whether gradients are rounded.</param>
    /// <param name="regularization">What is done to training rows only; null for nothing.</param>
    public Backpropagation(
        NetworkShape network,
        Loss loss,
        MatrixKernel kernel,
        ComputeTeam team,
        int maxRows,
        WireFormat wire = WireFormat.Float32,
        Regularization? regularization = null)
    {
        regularization ??= Regularization.None;
        _wire = wire;
        _network = network;
        _kernel = kernel;
        _team = team;
        MaxRows = maxRows;
        _values = new AlignedBuffer[network.Layers.Count + 1];
        _deltas = new AlignedBuffer[network.Layers.Count];
        _kept = new AlignedBuffer?[_deltas.Length];
        _dropouts = new LayerDropout?[_deltas.Length];
        _normalizations = [.. network.Layers.Select(l => l.IsNormalized ? new LayerNormalization(team, l, maxRows, trains: true, wire) : null)];
        _values[0] = new AlignedBuffer(maxRows * Matrix.PaddedStride(network.Inputs));
        for (var l = 0; l < _deltas.Length; l++)
        {
            var size = maxRows * OutputStride(l);
            var isHidden = l < _deltas.Length - 1;
            var rate = isHidden ? regularization.DropoutOf(l) : 0;
            _values[l + 1] = new AlignedBuffer(size);
            _deltas[l] = new AlignedBuffer(size);
            _dropouts[l] = rate > 0 ? new LayerDropout(team, regularization.Seed, l, rate, size) : null;
            _kept[l] = isHidden && (rate > 0 || KeepsInput(l)) ? new AlignedBuffer(size) : null;
        }

        _gathering = new RowGathering(team);
        _activating = new RowActivation(team);
        _loss = new OutputLoss(team, loss, network.Layers[^1].Activation, network.Outputs, maxRows, regularization);
    }

    /// <summary>The most rows that can be loaded at once.</summary>
    public int MaxRows { get; }

    /// <summary>The loss of each loaded row, after <see cref="EvaluateLoss"/>.</summary>
    public ReadOnlySpan<float> RowLosses => _loss.RowLosses[.._rows];

    /// <summary>Takes rows of a data set, and their targets, as the next ones, to be evaluated.</summary>
    /// <param name="data">The data set.</param>
    /// <param name="rows">Which rows of it, in order; at most <see cref="MaxRows"/>.</param>
    /// <exception cref="ArgumentException">The rows are too many, or too long or short for the network.</exception>
    public void Load(Dataset data, ReadOnlySpan<int> rows) => Load(data, rows, null);

    /// <summary>Takes rows of a data set, and their targets, as the next ones, to train on: with all that regularization does to them.</summary>
    /// <param name="data">The data set.</param>
    /// <param name="rows">Which rows of it, in order; at most <see cref="MaxRows"/>.</param>
    /// <param name="firstRow">The first one's number among all rows that training sees: step times batch size, and its place in the mini-batch.</param>
    /// <exception cref="ArgumentException">The rows are too many, or too long or short for the network.</exception>
    public void LoadTraining(Dataset data, ReadOnlySpan<int> rows, long firstRow) => Load(data, rows, firstRow);

    /// <summary>Tells which rows are loaded next, so that they may be on their way meanwhile. Changes nothing else.</summary>
    /// <param name="data">The data set.</param>
    /// <param name="rows">Which rows of it.</param>
    public static void Announce(Dataset data, ReadOnlySpan<int> rows) => RowGathering.Prefetch(data, rows);

    /// <summary>Feeds the rows through a layer.</summary>
    /// <param name="layer">The layer, from 0.</param>
    /// <param name="weights">Its slices, in order.</param>
    public void Forward(int layer, Slice[] weights)
    {
        var output = Values(layer + 1);
        var activation = _network.Layers[layer].Activation;
        if (layer == _deltas.Length - 1)
        {
            // The loss needs z.
            _kernel.Forward(_team, Values(layer), weights, Activation.Identity, output);
            return;
        }

        var dropout = _firstRow is null ? null : _dropouts[layer];
        if (_normalizations[layer] is { } normalization)
        {
            var z = KeepsInput(layer) || dropout is not null ? Kept(layer) : output;
            var y = KeepsInput(layer) ? output : z;
            _kernel.Forward(_team, Values(layer), weights, Activation.Identity, z);
            normalization.Forward(weights, z, y);
            dropout?.Drop(_firstRow!.Value, y, output);
            return;
        }

        if (KeepsInput(layer))
        {
            _kernel.Forward(_team, Values(layer), weights, Activation.Identity, Kept(layer));
            _activating.Apply(activation, Kept(layer), output);
            dropout?.Drop(_firstRow!.Value, output, output);
            return;
        }

        var activated = dropout is null ? output : Kept(layer);
        _kernel.Forward(_team, Values(layer), weights, OfElements(activation), activated);
        for (var r = 0; r < _rows && ActivationFunction.NeedsRow(activation); r++)
        {
            ActivationFunction.Apply(activation, activated.Row(r));
        }

        dropout?.Drop(_firstRow!.Value, activated, output);
    }

    /// <summary>Turns the last layer's <c>z</c> into its outputs and finds the rows' losses and the last layer's delta.</summary>
    public void EvaluateLoss() => _loss.Evaluate(Values(_deltas.Length), Delta(_deltas.Length - 1));

    /// <summary>The output of a row, after <see cref="EvaluateLoss"/>.</summary>
    /// <param name="row">The row, from 0.</param>
    public ReadOnlySpan<float> Output(int row) => Values(_deltas.Length).Row(row);

    /// <summary>The gradient of one node of the shard tree.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="shardStarts">Where the node's shards start within the loaded rows, and the end of the last.</param>
    /// <param name="gradient">One place for each of the layer's slices.</param>
    public void Gradient(int layer, int[] shardStarts, Slice[] gradient)
    {
        _kernel.WeightGradient(_team, Delta(layer), Values(layer), shardStarts, _wire, gradient);
        _normalizations[layer]?.Gradient(shardStarts, gradient);
    }

    /// <summary>Finds the delta of the layer before <paramref name="layer"/>, which is not the first.</summary>
    /// <param name="layer">The layer, from 1.</param>
    /// <param name="weights">Its slices, in order, as in <see cref="Forward"/>.</param>
    public void Backward(int layer, Slice[] weights)
    {
        var activation = _network.Layers[layer - 1].Activation;
        var kept = _kept[layer - 1] is null ? Values(layer) : Kept(layer - 1);
        var delta = Delta(layer - 1);
        _kernel.InputGradient(_team, Delta(layer), weights, OfElements(activation), kept, delta);
        _dropouts[layer - 1]?.Multiply(delta);
        if (ActivationFunction.NeedsRow(activation))
        {
            for (var r = 0; r < _rows; r++)
            {
                ActivationFunction.MultiplyByDerivative(activation, kept.Row(r), delta.Row(r));
            }
        }

        _normalizations[layer - 1]?.Backward(delta);
    }

    /// <summary>
    /// The first layer that gave a NaN or an infinity for the loaded rows, the last one when only the losses show it; null when
    /// all is finite. To be asked after <see cref="EvaluateLoss"/>.
    /// </summary>
    public int? FirstNonFiniteLayer()
    {
        for (var l = 0; l < _deltas.Length; l++)
        {
            for (var r = 0; r < _rows; r++)
            {
                if (!FiniteNumbers.AreAll(Values(l + 1).Row(r)))
                {
                    return l;
                }
            }
        }

        // A sigmoid hides the infinity that it is given.
        return FiniteNumbers.AreAll(RowLosses) ? null : _deltas.Length - 1;
    }

    private void Load(Dataset data, ReadOnlySpan<int> rows, long? firstRow)
    {
        if (rows.Length > MaxRows || data.FeatureCount != _network.Inputs)
        {
            throw new ArgumentException(
                $"At most {MaxRows} rows of {_network.Inputs} features were expected: found {rows.Length} of {data.FeatureCount}.");
        }

        (_rows, _firstRow) = (rows.Length, firstRow);
        _gathering.Gather(data, rows, Values(0));
        _loss.SetTargets(data, rows, areTraining: firstRow is not null);
    }

    private bool KeepsInput(int layer) => ActivationFunction.KeepsInput(_network.Layers[layer].Activation);

    // What a kernel does, which sees pieces of rows.
    private static Activation OfElements(Activation activation) =>
        ActivationFunction.NeedsRow(activation) ? Activation.Identity : activation;

    // The output's rows lie one behind the other, so that its activation is one run over memory.
    private int OutputStride(int layer) =>
        layer == _network.Layers.Count - 1 ? _network.Outputs : Matrix.PaddedStride(_network.Layers[layer].Outputs);

    private Matrix Values(int index) => index == 0
        ? new Matrix(_values[0].Pointer, _rows, _network.Inputs, Matrix.PaddedStride(_network.Inputs))
        : new Matrix(_values[index].Pointer, _rows, _network.Layers[index - 1].Outputs, OutputStride(index - 1));

    private Matrix Kept(int layer) =>
        new(_kept[layer]!.Pointer, _rows, _network.Layers[layer].Outputs, OutputStride(layer));

    private Matrix Delta(int layer) =>
        new(_deltas[layer].Pointer, _rows, _network.Layers[layer].Outputs, OutputStride(layer));
}
