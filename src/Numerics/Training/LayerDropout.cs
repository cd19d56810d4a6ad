using System.Runtime.CompilerServices;
using Granary.Formulas.Dropouts;
using Granary.Formulas.Lanes;
using Granary.Numerics.Memory;
using Granary.Numerics.Threads;

namespace Granary.Numerics.Training;

/// <summary>Drops neurons of one layer out, by all threads, and keeps which ones for the way back.</summary>
internal sealed unsafe class LayerDropout : IParallelWork
{
    private const int ValuesPerPart = 4096;

    private readonly ComputeTeam _team;
    private readonly AlignedBuffer _factors;
    private readonly long _seed;
    private readonly int _layer;
    private readonly float _rate;
    private Matrix _from;
    private Matrix _to;
    private long? _firstRow;
    private int _rowsPerPart;

    /// <summary>Makes the memory for a layer's rows.</summary>
    /// <param name="team">The threads.</param>
    /// <param name="seed">Decides which neurons are dropped.</param>
    /// <param name="layer">The layer, from 0.</param>
    /// <param name="rate">The share of neurons that is dropped.</param>
    /// <param name="values">Rows times their stride.</param>
    public LayerDropout(ComputeTeam team, long seed, int layer, float rate, int values)
    {
        (_team, _seed, _layer, _rate) = (team, seed, layer, rate);
        _factors = new AlignedBuffer(values);
    }

    /// <summary>Draws which neurons are dropped, and multiplies outputs by 0 or by what makes up for those dropped.</summary>
    /// <param name="firstRow">The first row's number among all rows that training sees.</param>
    /// <param name="from">The outputs.</param>
    /// <param name="to">Receives those with some dropped; may be <paramref name="from"/>.</param>
    public void Drop(long firstRow, Matrix from, Matrix to) => Run(firstRow, from, to);

    /// <summary>Multiplies derivatives by the same factors.</summary>
    /// <param name="delta">The derivatives.</param>
    public void Multiply(Matrix delta) => Run(null, delta, delta);

    void IParallelWork.Execute(int part)
    {
        var end = Math.Min((part + 1) * _rowsPerPart, _to.Rows);
        for (var r = part * _rowsPerPart; r < end; r++)
        {
            var factors = new Span<float>(_factors.Pointer + ((nint)r * _to.Stride), _to.Columns);
            if (_firstRow is { } first)
            {
                DropoutMask.Fill(_seed, _layer, first + r, _rate, factors);
            }

            fixed (float* all = factors, from = _from.Row(r), to = _to.Row(r))
            {
                LaneLoop.Run(new Kernel(all, from, to), factors.Length);
            }
        }
    }

    private void Run(long? firstRow, Matrix from, Matrix to)
    {
        (_firstRow, _from, _to) = (firstRow, from, to);
        _rowsPerPart = Math.Max(1, ValuesPerPart / to.Columns);
        _team.Run(this, (to.Rows + _rowsPerPart - 1) / _rowsPerPart);
    }

    private readonly struct Kernel(float* factors, float* from, float* to) : ILaneKernel
    {
        private readonly float* _factors = factors;
        private readonly float* _from = from;
        private readonly float* _to = to;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Invoke<TLanes>(nint start, int count)
            where TLanes : struct, ILanes<TLanes> =>
            (TLanes.Load(_from + start, count) * TLanes.Load(_factors + start, count)).Store(_to + start, count);
    }
}
