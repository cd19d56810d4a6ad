using System.Runtime.CompilerServices;
using Granary.Formulas.Activations;
using Granary.Numerics.Kernels;
using Granary.Numerics.Memory;
using Granary.Numerics.Networks;
using Granary.Numerics.Normalization;
using Granary.Numerics.Threads;

namespace Granary.Numerics.Prediction;

/// <summary>
/// Feeds rows through a network, with the arithmetic of training: a row's outputs are the same bits whatever other rows are beside it,
/// on any number of threads and vector widths.
/// </summary>
/// <remarks>An instance holds the rows' values between two layers, and is used by one caller at a time.</remarks>
public sealed unsafe class FeedForward
{
    private static readonly ConditionalWeakTable<NetworkWeights, AlignedBuffer[]> Transposed = [];

    private readonly NetworkWeights _weights;
    private readonly MatrixKernel _kernel;
    private readonly ComputeTeam _team;

    // Each layer's weights input by input, where single rows are fed; shared by all who feed rows through the same network.
    private readonly AlignedBuffer[]? _transposed;

    // Null for a layer that is not normalized.
    private readonly LayerNormalization?[] _normalizations;

    // What goes into a layer and what comes out, in turn.
    private readonly AlignedBuffer[] _values;

    /// <summary>Makes the memory for some rows.</summary>
    /// <param name="weights">The network.</param>
    /// <param name="kernel">The kernel, used by this object alone.</param>
    /// <param name="team">The threads.</param>
    /// <param name="maxRows">The most rows that are fed at once. With 1 the weights are kept in the order that suits single rows, too.</param>
    public FeedForward(NetworkWeights weights, MatrixKernel kernel, ComputeTeam team, int maxRows)
    {
        _transposed = maxRows == 1 ? Transposed.GetValue(weights, Transpose) : null;
        _normalizations = [.. weights.Shape.Layers.Select(l => l.IsNormalized ? new LayerNormalization(team, l, maxRows, trains: false) : null)];
        _weights = weights;
        _kernel = kernel;
        _team = team;
        MaxRows = maxRows;
        var longest = weights.Shape.Layers.Max(l => Matrix.PaddedStride(l.Outputs));
        _values = [new AlignedBuffer(checked(maxRows * longest)), new AlignedBuffer(checked(maxRows * longest))];
        Inputs = new AlignedBuffer(checked(maxRows * InputStride));
    }

    /// <summary>The most rows that can be fed at once.</summary>
    public int MaxRows { get; }

    /// <summary>Receives the features of the rows, <see cref="InputStride"/> floats from one row to the next.</summary>
    public AlignedBuffer Inputs { get; }

    /// <summary>Floats from one row to the next in <see cref="Inputs"/>.</summary>
    public int InputStride => Matrix.PaddedStride(_weights.Shape.Inputs);

    /// <summary>Feeds the first rows of <see cref="Inputs"/> through the network.</summary>
    /// <param name="rows">How many, at most <see cref="MaxRows"/>.</param>
    /// <returns>Their outputs, valid until the next call.</returns>
    public Matrix Run(int rows)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rows, MaxRows);
        var values = new Matrix(Inputs.Pointer, rows, _weights.Shape.Inputs, InputStride);
        for (var l = 0; l < _weights.Shape.Layers.Count; l++)
        {
            values = Feed(l, values);
        }

        GC.KeepAlive(_weights);
        return values;
    }

    private static AlignedBuffer[] Transpose(NetworkWeights weights) =>
        [.. weights.Shape.Layers.Select((layer, l) => RowProduct.Transpose(weights.Weights(l), layer.Inputs))];

    private Matrix Feed(int layer, Matrix input)
    {
        var shape = _weights.Shape.Layers[layer];
        var output = new Matrix(_values[layer % 2].Pointer, input.Rows, shape.Outputs, Matrix.PaddedStride(shape.Outputs));

        if (_transposed is not null)
        {
            RowProduct.Run(input.Row(0), _transposed[layer], _weights.Biases(layer), output.Row(0));
            if (_normalizations[layer] is { } single)
            {
                single.Forward(_weights.Layer(layer), output, output);
                return output;
            }

            ActivationFunction.Apply(shape.Activation, output.Row(0));
            return output;
        }

        if (_normalizations[layer] is { } normalization)
        {
            _kernel.Forward(_team, input, _weights.Layer(layer), Activation.Identity, output);
            normalization.Forward(_weights.Layer(layer), output, output);
            return output;
        }

        // Kernels see pieces of rows.
        var needsRow = ActivationFunction.NeedsRow(shape.Activation);
        _kernel.Forward(_team, input, _weights.Layer(layer), needsRow ? Activation.Identity : shape.Activation, output);
        for (var r = 0; needsRow && r < output.Rows; r++)
        {
            ActivationFunction.Apply(shape.Activation, output.Row(r));
        }

        return output;
    }
}
