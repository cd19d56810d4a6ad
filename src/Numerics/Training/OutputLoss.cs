using System.Runtime.CompilerServices;
using Granary.Formulas.Activations;
using Granary.Formulas.Lanes;
using Granary.Formulas.Losses;
using Granary.Numerics.Datasets;
using Granary.Numerics.Memory;
using Granary.Numerics.Threads;

namespace Granary.Numerics.Training;

/// <summary>The losses and derivatives of the rows at the network's end.</summary>
internal sealed unsafe class OutputLoss : IParallelWork
{
    private const int ValuesPerPart = 2048;

    private readonly ComputeTeam _team;
    private readonly Loss _kind;
    private readonly Activation _activation;
    private readonly int _outputs;
    private readonly AlignedBuffer _targets;
    private readonly float[] _rowLosses;
    private readonly int _rowsPerPart;
    private readonly float _smoothing;

    // What each loaded row counts: its own weight, times that of its class.
    private readonly IReadOnlyList<float>? _classWeights;
    private readonly float[] _weights;
    private bool _areWeighted;
    private Matrix _output;
    private Matrix _delta;

    public OutputLoss(ComputeTeam team, Loss loss, Activation activation, int outputs, int maxRows, Regularization regularization)
    {
        (_team, _kind, _activation, _outputs) = (team, loss, activation, outputs);
        (_smoothing, _classWeights) = (regularization.LabelSmoothing, regularization.ClassWeights);
        _targets = new AlignedBuffer(maxRows * outputs);
        _rowLosses = new float[maxRows];
        _weights = new float[maxRows];
        _rowsPerPart = Math.Max(1, ValuesPerPart / outputs);
    }

    public ReadOnlySpan<float> RowLosses => _rowLosses;

    /// <summary>Takes what the outputs of rows should be.</summary>
    /// <param name="data">The data set.</param>
    /// <param name="rows">Which rows of it.</param>
    /// <param name="areTraining">Whether they are trained on: then labels are smoothed, and losses weighted.</param>
    public void SetTargets(Dataset data, ReadOnlySpan<int> rows, bool areTraining)
    {
        for (var r = 0; r < rows.Length; r++)
        {
            data.FillTarget(rows[r], Target(r));
        }

        _areWeighted = areTraining && (_classWeights is not null || data.Weights.Length > 0);
        for (var r = 0; r < rows.Length && _areWeighted; r++)
        {
            _weights[r] = (data.Weights.Length > 0 ? data.Weights[rows[r]] : 1) * (_classWeights is null ? 1 : _classWeights[data.Labels[rows[r]]]);
        }

        if (areTraining && _smoothing > 0)
        {
            var middle = _activation == Activation.Softmax ? _smoothing / _outputs : _smoothing / 2;
            LaneLoop.Run(new SmoothKernel(_targets.Pointer, 1 - _smoothing, middle), rows.Length * _outputs);
        }
    }

    public void Evaluate(Matrix output, Matrix delta)
    {
        _output = output;
        _delta = delta;
        _team.Run(this, (output.Rows + _rowsPerPart - 1) / _rowsPerPart);
    }

    void IParallelWork.Execute(int part)
    {
        var end = Math.Min((part + 1) * _rowsPerPart, _output.Rows);
        for (var r = part * _rowsPerPart; r < end; r++)
        {
            _rowLosses[r] = LossFunction.Evaluate(_kind, _activation, _output.Row(r), Target(r), _delta.Row(r));
            if (_areWeighted)
            {
                _rowLosses[r] *= _weights[r];
                fixed (float* delta = _delta.Row(r))
                {
                    LaneLoop.Run(new ScaleKernel(delta, _weights[r]), _outputs);
                }
            }
        }
    }

    private Span<float> Target(int row) => _targets.Span.Slice(row * _outputs, _outputs);

    private readonly struct SmoothKernel(float* targets, float kept, float middle) : ILaneKernel
    {
        private readonly float* _targets = targets;
        private readonly float _kept = kept;
        private readonly float _middle = middle;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Invoke<TLanes>(nint start, int count)
            where TLanes : struct, ILanes<TLanes> => TLanes.FusedMultiplyAdd(
                TLanes.Load(_targets + start, count), TLanes.Broadcast(_kept), TLanes.Broadcast(_middle)).Store(_targets + start, count);
    }
}
