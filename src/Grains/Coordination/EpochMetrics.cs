namespace Granary.Grains.Coordination;

/// <summary>Loss and accuracy over the last whole epoch, or over the steps so far while there is none.</summary>
/// <param name="stepsPerEpoch">Steps of an epoch.</param>
internal sealed class EpochMetrics(int stepsPerEpoch)
{
    private double _lossSum;
    private long _correct;
    private long _rows;
    private (double LossSum, long Correct, long Rows)? _lastEpoch;

    public double? Loss => Rows > 0 ? (_lastEpoch?.LossSum ?? _lossSum) / Rows : null;

    public double? Accuracy => Rows > 0 ? (double)(_lastEpoch?.Correct ?? _correct) / Rows : null;

    private long Rows => _lastEpoch?.Rows ?? _rows;

    public void Add(long step, double lossSum, int correct, int rows)
    {
        _lossSum += lossSum;
        _correct += correct;
        _rows += rows;
        if ((step + 1) % stepsPerEpoch == 0)
        {
            _lastEpoch = (_lossSum, _correct, _rows);
            (_lossSum, _correct, _rows) = (0, 0, 0);
        }
    }
}
