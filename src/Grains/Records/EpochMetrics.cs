namespace Granary.Grains.Records;

/// <summary>Loss and accuracy over the last whole epoch, or over the steps so far while there is none.</summary>
/// <param name="stepsPerEpoch">Steps of an epoch.</param>
internal sealed class EpochMetrics(int stepsPerEpoch)
{
    /// <summary>Sums over the epoch under way.</summary>
    public MetricSums Epoch { get; private set; }

    /// <summary>Sums over the last whole epoch.</summary>
    public MetricSums? LastEpoch { get; private set; }

    public double? Loss => Shown.Rows > 0 ? Shown.Loss / Shown.Rows : null;

    public double? Accuracy => Shown.Rows > 0 ? (double)Shown.Correct / Shown.Rows : null;

    private MetricSums Shown => LastEpoch ?? Epoch;

    public void Add(long step, double lossSum, int correct, int rows)
    {
        Epoch = new MetricSums(Epoch.Loss + lossSum, Epoch.Correct + correct, Epoch.Rows + rows);
        if ((step + 1) % stepsPerEpoch == 0)
        {
            LastEpoch = Epoch;
            Epoch = default;
        }
    }

    public void Restore(MetricSums epoch, MetricSums? lastEpoch) => (Epoch, LastEpoch) = (epoch, lastEpoch);
}
