using Granary.Grains.Interfaces.Jobs;

namespace Granary.Grains.Records;

/// <summary>A job's losses as a bounded number of points: when they grow too many, neighbours are merged.</summary>
internal sealed class LossHistory
{
    /// <summary>How many points a status shows at most.</summary>
    public const int MostShown = 200;

    private const int MaxPoints = 1000;

    private readonly List<HistoryPoint> _points = [];
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

        _points.Add(new HistoryPoint(step, _sum, _rows));
        (_sum, _rows, _steps) = (0, 0, 0);
        if (_points.Count == MaxPoints)
        {
            MergeNeighbours();
        }
    }

    /// <summary>The points, or as many neighbours merged as it takes to have fewer.</summary>
    /// <param name="most">How many points there are at most.</param>
    public LossPoint[] ToArray(int most = MaxPoints) =>
    [
        .. _points
            .Chunk(Math.Max(1, (_points.Count + most - 1) / most))
            .Select(points => new LossPoint(points[^1].Step, points.Sum(p => p.LossSum) / points.Sum(p => p.Rows))),
    ];

    public HistorySnapshot Snapshot() => new([.. _points], _stepsPerPoint, new HistoryPoint(_steps, _sum, _rows));

    public void Restore(HistorySnapshot snapshot)
    {
        _points.Clear();
        _points.AddRange(snapshot.Points);
        _stepsPerPoint = snapshot.StepsPerPoint;
        (_steps, _sum, _rows) = (snapshot.Open.Step, snapshot.Open.LossSum, snapshot.Open.Rows);
    }

    private void MergeNeighbours()
    {
        for (var i = 0; i < MaxPoints / 2; i++)
        {
            var (left, right) = (_points[2 * i], _points[(2 * i) + 1]);
            _points[i] = new HistoryPoint(right.Step, left.LossSum + right.LossSum, left.Rows + right.Rows);
        }

        _points.RemoveRange(MaxPoints / 2, MaxPoints / 2);
        _stepsPerPoint *= 2;
    }
}
