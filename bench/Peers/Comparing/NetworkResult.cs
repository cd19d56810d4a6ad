using Granary.Benchmarks.Common.Workloads;

namespace Granary.Benchmarks.Peers.Comparing;

/// <summary>What was measured with one network.</summary>
/// <param name="Network">The network.</param>
/// <param name="Subjects">Who took part.</param>
/// <param name="Skipped">Who did not, why, and how to get them.</param>
public sealed record NetworkResult(PeerNetwork Network, IReadOnlyList<Subject> Subjects, IReadOnlyList<string> Skipped)
{
    public IReadOnlyList<Ratio> Ratios => Ratio.Of(Subjects);
}
