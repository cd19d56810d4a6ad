using Granary.Numerics.Activations;
using Granary.Numerics.Kernels;
using Granary.Numerics.Losses;
using Granary.Numerics.Memory;
using Granary.Numerics.Networks;
using Granary.Numerics.Optimizers;
using Granary.Numerics.Slicing;
using Granary.Numerics.Threads;

namespace Granary.Numerics.Tests.Golden;

/// <summary>A network and one mini-batch, with the plain kernel: every value of a step can be looked at.</summary>
internal sealed unsafe class PlainTraining : IDisposable
{
    private readonly PlainKernel _kernel = new();
    private readonly ComputeTeam _team = new(1);
    private readonly IReadOnlyList<LayerShape> _layers;
    private readonly SliceShape[] _shapes;
    private readonly Loss _loss;
    private readonly Optimizer _optimizer;
    private readonly int _rows;
    private readonly float[][] _targets;
    private readonly AlignedBuffer[] _gradients;
    private readonly AlignedBuffer[] _first;
    private readonly AlignedBuffer[] _second;
    private long _step;

    public PlainTraining(
        NetworkShape network, Loss loss, OptimizerSettings optimizer, float[][] inputs, float[][] targets, float[][] parameters)
    {
        _layers = network.Layers;
        _shapes = [.. SlicePlan.Cut(network).Select(slices => slices.Single())];
        _loss = loss;
        _optimizer = Optimizer.Create(optimizer);
        _rows = inputs.Length;
        _targets = targets;
        Parameters = [.. parameters.Select(Copy)];
        _gradients = [.. _shapes.Select(s => new AlignedBuffer(s.Length))];
        _first = [.. _shapes.Select(s => new AlignedBuffer(s.Length))];
        _second = [.. _shapes.Select(s => new AlignedBuffer(s.Length))];
        Outputs = [Copy([.. inputs.SelectMany(row => row)]), .. _layers.Select(l => new AlignedBuffer(_rows * l.Outputs))];
        Deltas = [.. Outputs.Select(o => new AlignedBuffer(o.Length))];
    }

    /// <summary>Each layer's weights and biases.</summary>
    public AlignedBuffer[] Parameters { get; }

    /// <summary>The rows that enter, and those that each layer gives.</summary>
    public AlignedBuffer[] Outputs { get; }

    /// <summary>The derivatives of the rows' losses by each layer's z; nothing for the rows that enter.</summary>
    public AlignedBuffer[] Deltas { get; }

    public void Dispose() => _team.Dispose();

    /// <summary>One update.</summary>
    /// <returns>J before it.</returns>
    public double Step()
    {
        var loss = Forward();
        Backward();
        for (var l = 0; l < _layers.Count; l++)
        {
            _optimizer.Update(
                _step, 1f / _rows, _gradients[l].Span, Parameters[l].Span, Parameters[l].Span, _first[l].Span, _second[l].Span);
        }

        _step++;
        return loss;
    }

    /// <summary>Feeds forward.</summary>
    /// <returns>J; the outputs' deltas are in place.</returns>
    public double Forward()
    {
        for (var l = 0; l < _layers.Count; l++)
        {
            var last = l == _layers.Count - 1;
            var activation = last ? Activation.Identity : _layers[l].Activation;
            _kernel.Forward(_team, Rows(Outputs, l), Weights(Parameters, l), activation, Rows(Outputs, l + 1));
        }

        var loss = 0.0;
        var (z, delta) = (Rows(Outputs, _layers.Count), Rows(Deltas, _layers.Count));
        for (var r = 0; r < _rows; r++)
        {
            loss += LossFunction.Evaluate(_loss, _layers[^1].Activation, z.Row(r), _targets[r], delta.Row(r));
        }

        return loss / _rows;
    }

    /// <summary>Propagates the deltas backwards and sums the gradients.</summary>
    public void Backward()
    {
        for (var l = _layers.Count - 1; l >= 0; l--)
        {
            _kernel.WeightGradient(_team, Rows(Deltas, l + 1), Rows(Outputs, l), [0, _rows], Weights(_gradients, l));
            if (l > 0)
            {
                var (activation, weights) = (_layers[l - 1].Activation, Weights(Parameters, l));
                _kernel.InputGradient(_team, Rows(Deltas, l + 1), weights, activation, Rows(Outputs, l), Rows(Deltas, l));
            }
        }
    }

    private static AlignedBuffer Copy(float[] values)
    {
        var buffer = new AlignedBuffer(values.Length);
        values.CopyTo(buffer.Span);
        return buffer;
    }

    private Matrix Rows(AlignedBuffer[] buffers, int layer)
    {
        var columns = buffers[layer].Length / _rows;
        return new(buffers[layer].Pointer, _rows, columns, columns);
    }

    private Slice[] Weights(AlignedBuffer[] buffers, int layer) => [new(_shapes[layer], buffers[layer].Pointer)];
}
