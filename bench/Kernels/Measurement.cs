using Granary.Benchmarks.Common;
namespace Granary.Benchmarks.Kernels;

/// <summary>GFLOP/s of one case, round by round.</summary>
/// <param name="Kernel">The kernel.</param>
/// <param name="Threads">Threads of both sides.</param>
/// <param name="Case">The case.</param>
/// <param name="Ours">The kernel's, one a round.</param>
/// <param name="Theirs">OpenBLAS's, in the same rounds; empty where it is not there.</param>
public sealed record Measurement(string Kernel, int Threads, Case Case, List<double> Ours, List<double> Theirs)
{
    /// <summary>The kernel's median.</summary>
    public double Kernels => Statistics.Median(Ours);

    /// <summary>OpenBLAS's median; 0 where it is not there.</summary>
    public double OpenBlas => Theirs.Count == 0 ? 0 : Statistics.Median(Theirs);

    /// <summary>Kernel over OpenBLAS in each round.</summary>
    public IReadOnlyList<double> Ratios => [.. Ours.Zip(Theirs, (ours, theirs) => ours / theirs)];

    /// <summary>Their median; 0 where there is no OpenBLAS.</summary>
    public double Ratio => Ratios.Count == 0 ? 0 : Statistics.Median(Ratios);
}
