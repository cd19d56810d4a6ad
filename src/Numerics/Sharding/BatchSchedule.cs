using System.Numerics;

namespace Granary.Numerics.Sharding;

/// <summary>
/// Which rows of the training set form mini-batch <c>v</c>, and how they fall into shards. Everything here follows from the
/// job alone, so every worker and every layer works it out by itself and gets the same answer.
/// </summary>
/// <remarks>
/// An epoch is one pass over all rows in an order of its own; its last mini-batch holds what is left and may be smaller.
/// Shard <c>i</c> of <c>S</c> holds the rows <c>[i B / S, (i + 1) B / S)</c> (rounded down) of a mini-batch of <c>B</c> rows, so
/// shard sizes differ by at most one row and some shards are empty when <c>B &lt; S</c>. An empty shard's gradient is zero.
/// </remarks>
public sealed class BatchSchedule
{
    /// <summary>Makes the schedule of a job.</summary>
    /// <param name="rows">Rows of the training set, at least 1.</param>
    /// <param name="batchSize">Rows of a mini-batch, from 1 to <paramref name="rows"/>.</param>
    /// <param name="shards">Shards of a mini-batch, a power of two up to <see cref="GradientTree.MaxShards"/>.</param>
    /// <param name="epochs">Passes over the rows, or null when only <paramref name="steps"/> ends the job.</param>
    /// <param name="steps">Steps after which the job ends, or null when only <paramref name="epochs"/> does.</param>
    /// <exception cref="ArgumentException">A value is out of its range, or neither end is given.</exception>
    public BatchSchedule(int rows, int batchSize, int shards, int? epochs, long? steps)
    {
        if (rows < 1 || batchSize < 1 || batchSize > rows)
        {
            throw new ArgumentException($"The batch size lies between 1 and the {rows} training rows: found {batchSize}.");
        }

        if (shards is < 1 or > GradientTree.MaxShards || !BitOperations.IsPow2(shards))
        {
            throw new ArgumentException($"The number of shards is a power of two from 1 to {GradientTree.MaxShards}: found {shards}.");
        }

        if (epochs is null && steps is null)
        {
            throw new ArgumentException("A job ends after a number of epochs or of steps: found neither.");
        }

        Rows = rows;
        BatchSize = batchSize;
        Shards = shards;
        StepsPerEpoch = (rows + batchSize - 1) / batchSize;
        TotalSteps = Math.Min(epochs * (long)StepsPerEpoch ?? long.MaxValue, steps ?? long.MaxValue);
    }

    /// <summary>Rows of the training set.</summary>
    public int Rows { get; }

    /// <summary>Rows of every mini-batch but an epoch's last.</summary>
    public int BatchSize { get; }

    /// <summary>Shards of a mini-batch.</summary>
    public int Shards { get; }

    /// <summary>Mini-batches of an epoch.</summary>
    public int StepsPerEpoch { get; }

    /// <summary>Steps of the whole job.</summary>
    public long TotalSteps { get; }

    /// <summary>The epoch, from 0, that step <paramref name="step"/> belongs to.</summary>
    public int Epoch(long step) => (int)(step / StepsPerEpoch);

    /// <summary>Position, in the epoch's order of rows, of the first row of step <paramref name="step"/>.</summary>
    public int FirstRow(long step) => (int)(step % StepsPerEpoch) * BatchSize;

    /// <summary>Rows in the mini-batch of step <paramref name="step"/>.</summary>
    public int RowsIn(long step) => Math.Min(BatchSize, Rows - FirstRow(step));

    /// <summary>The row of a mini-batch of <paramref name="rows"/> rows at which shard <paramref name="shard"/> starts.</summary>
    /// <param name="rows">Rows in the mini-batch.</param>
    /// <param name="shard">The shard, from 0; the number of shards gives the end of the last one.</param>
    public int ShardStart(int rows, int shard) => (int)((long)rows * shard / Shards);
}
