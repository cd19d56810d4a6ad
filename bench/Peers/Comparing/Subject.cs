namespace Granary.Benchmarks.Peers.Comparing;

/// <summary>Something that is measured once a round.</summary>
/// <param name="kind">What it belongs to.</param>
/// <param name="name">How it is set up.</param>
public abstract class Subject(SubjectKind kind, string name) : IDisposable
{
    public SubjectKind Kind => kind;

    public string Name => name;

    /// <summary>What it says of itself: versions and threads.</summary>
    public abstract string Description { get; }

    /// <summary>GFLOP/s of each round.</summary>
    public List<double> Gflops { get; } = [];

    /// <summary>The most memory its process had resident until the end of each round, in bytes; empty where it is not known.</summary>
    public List<long> PeakBytes { get; } = [];

    /// <summary>Measures one round.</summary>
    public abstract void Measure(double seconds);

    public abstract void Dispose();
}
