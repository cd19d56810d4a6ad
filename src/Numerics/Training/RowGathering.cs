using System.Runtime.Intrinsics.X86;
using Granary.Numerics.Datasets;
using Granary.Numerics.Memory;
using Granary.Numerics.Threads;

namespace Granary.Numerics.Training;

/// <summary>Copies rows of a data set, in any order, into a matrix.</summary>
/// <param name="team">The threads.</param>
internal sealed unsafe class RowGathering(ComputeTeam team) : IParallelWork
{
    private const int ValuesPerPart = 64 * 1024;
    private const int MaxPrefetchedValues = 4 * 1024;
    private const int ValuesPerLine = 16;

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

    /// <summary>
    /// Asks for rows that will be gathered next. Rows in random order come from memory one by one, which a small step would
    /// mostly wait for; long rows the processor fetches ahead by itself.
    /// </summary>
    public static void Prefetch(Dataset data, ReadOnlySpan<int> rows)
    {
        var columns = data.FeatureCount;
        if (!Sse.IsSupported || (long)rows.Length * columns > MaxPrefetchedValues)
        {
            return;
        }

        foreach (var row in rows)
        {
            var first = data.Features.Pointer + ((nint)row * columns);
            for (var column = 0; column < columns; column += ValuesPerLine)
            {
                Sse.Prefetch0(first + column);
            }

            Sse.Prefetch0(first + columns - 1);
        }
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
