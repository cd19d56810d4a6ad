using Granary.Benchmarks.Common;
using Granary.Benchmarks.Wire.Exchange;

namespace Granary.Benchmarks.Wire;

/// <summary>The rounds of one subject with one workload.</summary>
public sealed record Result(Workload Workload, SubjectKind Kind, List<Sample> Samples)
{
    public double GigabytesPerSecond => Median(s => s.GigabytesPerSecond(Workload));

    public double CpuSecondsPerGigabyte => Median(s => s.CpuSecondsPerGigabyte(Workload));

    public double StepsPerSecond => Median(s => s.StepsPerSecond);

    public double AllocatedPerStep => Median(s => s.AllocatedPerStep);

    public double? ReceivesPerStep => Samples[0].Receives is null ? null : Median(s => s.ReceivesPerStep!.Value);

    /// <summary>This one's speed over another's, round by round.</summary>
    public IReadOnlyList<double> RatiosTo(Result other) =>
        [.. Samples.Zip(other.Samples, (mine, theirs) => mine.StepsPerSecond / theirs.StepsPerSecond)];

    private double Median(Func<Sample, double> figure) => Statistics.Median(Samples.Select(figure));
}
