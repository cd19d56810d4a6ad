namespace Granary.Benchmarks.Scaling.Speed;

/// <summary>Somebody who trains a network and is timed once a round.</summary>
public interface ISpeedSubject : IAsyncDisposable
{
    string Name { get; }

    /// <summary>The loss of each of the first steps before its update, and the hash of the weights after them, if it makes one.</summary>
    Task<(double[] Losses, string? WeightsHash)> FirstSteps(int steps);

    /// <summary>Rows a second over so many seconds, after a warm-up.</summary>
    Task<double> RowsPerSecond(double seconds);
}
