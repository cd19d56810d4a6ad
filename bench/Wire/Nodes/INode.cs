using Granary.Benchmarks.Wire.Exchange;

namespace Granary.Benchmarks.Wire.Nodes;

/// <summary>One of two processes that exchange gradients and weights.</summary>
public interface INode : IAsyncDisposable
{
    /// <summary>Receives so far; null where nobody counts them.</summary>
    long? Receives { get; }

    /// <summary>Makes a workload ready. The other process does the same.</summary>
    Task Prepare(Slices slices);

    /// <summary>Makes steps of it together with the other process.</summary>
    Task Run(int steps);
}
