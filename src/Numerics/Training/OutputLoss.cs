using Granary.Formulas.Activations;
using Granary.Formulas.Losses;
using Granary.Numerics.Datasets;
using Granary.Numerics.Memory;
using Granary.Numerics.Threads;

namespace Granary.Numerics.Training;

/// <summary>The losses and derivatives of the rows at the network's end.</summary>
internal sealed unsafe class OutputLoss(ComputeTeam team, Loss loss, Activation activation, int outputs, int maxRows) : IParallelWork
{
    private const int ValuesPerPart = 2048;

    private readonly AlignedBuffer _targets = new(maxRows * outputs);
    private readonly float[] _rowLosses = new float[maxRows];
    private readonly int _rowsPerPart = Math.Max(1, ValuesPerPart / outputs);
    private Matrix _output;
    private Matrix _delta;

    public ReadOnlySpan<float> RowLosses => _rowLosses;

    public void SetTargets(Dataset data, ReadOnlySpan<int> rows)
    {
        for (var r = 0; r < rows.Length; r++)
        {
            data.FillTarget(rows[r], Target(r));
        }
    }

    public void Evaluate(Matrix output, Matrix delta)
    {
        _output = output;
        _delta = delta;
        team.Run(this, (output.Rows + _rowsPerPart - 1) / _rowsPerPart);
    }

    void IParallelWork.Execute(int part)
    {
        var end = Math.Min((part + 1) * _rowsPerPart, _output.Rows);
        for (var r = part * _rowsPerPart; r < end; r++)
        {
            _rowLosses[r] = LossFunction.Evaluate(loss, activation, _output.Row(r), Target(r), _delta.Row(r));
        }
    }

    private Span<float> Target(int row) => _targets.Span.Slice(row * outputs, outputs);
}
