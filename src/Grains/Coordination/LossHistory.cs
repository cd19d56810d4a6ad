using Granary.Grains.Interfaces.Jobs;

namespace Granary.Grains.Coordination;

/// <summary>A job's losses as a bounded number of points: when they grow too many, neighbours are merged.</summary>
internal sealed class LossHistory
{
    private const int MaxPoints = 200;

    private readonly List<(long Step, double LossSum, long Rows)> _points = [];
    private long _stepsPerPoint = 1;
    private double _sum;
    private long _rows;
    private long _steps;

    public void Add(long step, double lossSum, int rows)
    {
        _sum += lossSum;
        _rows += rows;
        _steps++;
        if (_steps < _stepsPerPoint)
        {
            return;
        }

        _points.Add((step, _sum, _rows));
        (_sum, _rows, _steps) = (0, 0, 0);
        if (_points.Count == MaxPoints)
        {
            MergeNeighbours();
        }
    }

    public LossPoint[] ToArray() => [.. _points.Select(p => new LossPoint(p.Step, p.LossSum / p.Rows))];

    private void MergeNeighbours()
    {
        for (var i = 0; i < MaxPoints / 2; i++)
        {
            var (left, right) = (_points[2 * i], _points[(2 * i) + 1]);
            _points[i] = (right.Step, left.LossSum + right.LossSum, left.Rows + right.Rows);
        }

        _points.RemoveRange(MaxPoints / 2, MaxPoints / 2);
        _stepsPerPoint *= 2;
    }
}
