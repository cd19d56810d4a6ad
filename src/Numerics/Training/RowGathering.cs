using Granary.Numerics.Data;
using Granary.Numerics.Kernels;
using Granary.Numerics.Threads;

namespace Granary.Numerics.Training;

/// <summary>Copies rows of a data set, in any order, into a matrix.</summary>
/// <param name="team">The threads.</param>
internal sealed unsafe class RowGathering(ComputeTeam team) : IParallelWork
{
    private const int ValuesPerPart = 64 * 1024;

    private Dataset? _data;
    private Matrix _destination;
    private int[] _rows = [];
    private int _rowsPerPart;

    public void Gather(Dataset data, ReadOnlySpan<int> rows, Matrix destination)
    {
        if (_rows.Length < rows.Length)
        {
            _rows = new int[rows.Length];
        }

        rows.CopyTo(_rows);
        _data = data;
        _destination = destination;
        _rowsPerPart = Math.Max(1, ValuesPerPart / destination.Columns);
        team.Run(this, (rows.Length + _rowsPerPart - 1) / _rowsPerPart);
    }

    void IParallelWork.Execute(int part)
    {
        var end = Math.Min((part + 1) * _rowsPerPart, _destination.Rows);
        for (var r = part * _rowsPerPart; r < end; r++)
        {
            _data!.Row(_rows[r]).CopyTo(_destination.Row(r));
        }
    }
}
