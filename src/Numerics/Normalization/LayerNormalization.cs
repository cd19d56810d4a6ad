using Granary.Formulas.Activations;
using Granary.Formulas.Normalizations;
using Granary.Numerics.Layers;
using Granary.Numerics.Memory;
using Granary.Numerics.Sharding;
using Granary.Numerics.Threads;

namespace Granary.Numerics.Normalization;

/// <summary>Normalizes the rows of one layer before their activation, by all threads, and keeps what the way back needs.</summary>
internal sealed unsafe class LayerNormalization : IParallelWork
{
    private const int ValuesPerPart = 2048;

    private readonly ComputeTeam _team;
    private readonly Activation _activation;
    private readonly int _neurons;
    private readonly AlignedBuffer _gains;
    private readonly AlignedBuffer _shifts;

    // Rows of _stride floats; null where nobody trains.
    private readonly AlignedBuffer? _normalized;
    private readonly AlignedBuffer? _byShift;
    private readonly AlignedBuffer? _byGain;
    private readonly float[] _inverses;
    private readonly int _stride;
    private readonly GradientSums? _sums;
    private Matrix _z;
    private Matrix _y;
    private Matrix _delta;
    private bool _isForward;
    private int _rowsPerPart;

    /// <summary>Makes the memory for a layer's rows.</summary>
    /// <param name="team">The threads.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="maxRows">The most rows.</param>
    /// <param name="trains">Whether there is a way back.</param>
    /// <param name="wire">Whether gradients are rounded.</param>
    public LayerNormalization(ComputeTeam team, LayerShape layer, int maxRows, bool trains, WireFormat wire = WireFormat.Float32)
    {
        (_team, _activation, _neurons) = (team, layer.Activation, layer.Outputs);
        (_gains, _shifts) = (new AlignedBuffer(_neurons), new AlignedBuffer(_neurons));
        _stride = Matrix.PaddedStride(_neurons);
        _inverses = new float[trains ? maxRows : 0];
        if (trains)
        {
            var size = maxRows * _stride;
            (_normalized, _byShift, _byGain) = (new AlignedBuffer(size), new AlignedBuffer(size), new AlignedBuffer(size));
            _sums = new GradientSums(_neurons, wire);
        }
    }

    /// <summary>Normalizes rows, and activates them.</summary>
    /// <param name="weights">The layer's slices, in order.</param>
    /// <param name="z">Holds <c>z</c>, receives <c>a</c>, what is activated.</param>
    /// <param name="y">Receives <c>f(a)</c>; may be <paramref name="z"/>.</param>
    public void Forward(Slice[] weights, Matrix z, Matrix y)
    {
        foreach (var slice in weights)
        {
            slice.Of(LayerTensor.Gains).CopyTo(_gains.Span[slice.FirstNeuron..]);
            slice.Of(LayerTensor.Shifts).CopyTo(_shifts.Span[slice.FirstNeuron..]);
        }

        (_z, _y) = (z, y);
        Run(isForward: true, z.Rows);
    }

    /// <summary>Turns derivatives by <c>a</c> into derivatives by <c>z</c>.</summary>
    /// <param name="delta">The derivatives.</param>
    public void Backward(Matrix delta)
    {
        _delta = delta;
        Run(isForward: false, delta.Rows);
    }

    /// <summary>The gradient of the gains and shifts for one node of the shard tree, after <see cref="Backward(Matrix)"/>.</summary>
    /// <param name="shardStarts">Where the node's shards start within the rows, and the end of the last.</param>
    /// <param name="gradient">The layer's slices.</param>
    public void Gradient(int[] shardStarts, Slice[] gradient)
    {
        var rows = shardStarts[^1];
        _sums!.Find(Rows(_byGain!, rows), shardStarts, gradient, LayerTensor.Gains);
        _sums.Find(Rows(_byShift!, rows), shardStarts, gradient, LayerTensor.Shifts);
    }

    void IParallelWork.Execute(int part)
    {
        var end = Math.Min((part + 1) * _rowsPerPart, (_isForward ? _z : _delta).Rows);
        for (var r = part * _rowsPerPart; r < end; r++)
        {
            if (_isForward)
            {
                Forward(r);
            }
            else
            {
                Backward(r);
            }
        }
    }

    private void Forward(int r)
    {
        fixed (float* z = _z.Row(r))
        {
            var inverse = NormalizedRow.Normalize(z, _neurons);
            if (_normalized is not null)
            {
                _inverses[r] = inverse;
                _z.Row(r).CopyTo(Rows(_normalized, r + 1).Row(r));
            }

            NormalizedRow.Stretch(z, _gains.Pointer, _shifts.Pointer, z, _neurons);
        }

        _z.Row(r).CopyTo(_y.Row(r));
        ActivationFunction.Apply(_activation, _y.Row(r));
    }

    private void Backward(int r)
    {
        _delta.Row(r).CopyTo(Rows(_byShift!, r + 1).Row(r));
        fixed (float* delta = _delta.Row(r))
        {
            var place = (nint)r * _stride;
            NormalizedRow.Derive(_normalized!.Pointer + place, _inverses[r], _gains.Pointer, delta, _byGain!.Pointer + place, _neurons);
        }
    }

    private Matrix Rows(AlignedBuffer buffer, int rows) => new(buffer.Pointer, rows, _neurons, _stride);

    private void Run(bool isForward, int rows)
    {
        _isForward = isForward;
        _rowsPerPart = Math.Max(1, ValuesPerPart / _neurons);
        _team.Run(this, (rows + _rowsPerPart - 1) / _rowsPerPart);
    }
}
