using Granary.Formulas.Randomness;
using Granary.Numerics.Sharding;

namespace Granary.Numerics.Training;

/// <summary>The rows of each mini-batch. An epoch's order is drawn when the first of its steps is asked for.</summary>
/// <param name="schedule">The schedule of mini-batches.</param>
/// <param name="seed">The job's seed.</param>
public sealed class RowOrder(BatchSchedule schedule, long seed)
{
    private readonly int[] _order = new int[schedule.Rows];
    private int _epoch = -1;

    /// <summary>The rows of step <paramref name="step"/>, in the order of its shards. Valid until a step of another epoch is asked for.</summary>
    public ReadOnlySpan<int> Rows(long step)
    {
        var epoch = schedule.Epoch(step);
        if (epoch != _epoch)
        {
            CounterRandom.Permutation(seed, RandomPurpose.Shuffle, epoch, _order);
            _epoch = epoch;
        }

        return _order.AsSpan(schedule.FirstRow(step), schedule.RowsIn(step));
    }

    /// <summary>The rows of the step after <paramref name="step"/>, which was asked for last; none when a new epoch starts with it.</summary>
    public ReadOnlySpan<int> RowsAfter(long step) => schedule.Epoch(step + 1) == _epoch ? Rows(step + 1) : [];
}
