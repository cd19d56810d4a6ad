using Granary.Benchmarks.Common;

namespace Granary.Benchmarks.Peers.Serving;

/// <summary>A way to train the workload, inside a process of its own.</summary>
public interface ITrainer : IAsyncDisposable
{
    /// <summary>What it is.</summary>
    string Name { get; }

    /// <summary>The most memory it has had, in bytes; null where that is not known.</summary>
    long? PeakBytes => Machine.PeakBytes;

    /// <summary>Takes the first steps of a training.</summary>
    /// <returns>The loss of each step before its update, and the hash of the weights in the end where it makes one.</returns>
    Task<(double[] Losses, string? WeightsHash)> FirstSteps(int steps);

    /// <summary>Trains from the first weights on and measures.</summary>
    /// <param name="seconds">How long is measured, after a warm-up.</param>
    /// <returns>Rows a second.</returns>
    Task<double> RowsPerSecond(double seconds);
}
