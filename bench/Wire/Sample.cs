using Granary.Benchmarks.Wire.Exchange;

namespace Granary.Benchmarks.Wire;

/// <summary>Some steps of one subject: figures of both processes together.</summary>
public sealed record Sample(int Steps, double Seconds, double CpuSeconds, long AllocatedBytes, long? Receives)
{
    public double StepsPerSecond => Steps / Seconds;

    public double AllocatedPerStep => (double)AllocatedBytes / Steps;

    public double? ReceivesPerStep => (double?)Receives / Steps;

    public double GigabytesPerSecond(Workload workload) => workload.BytesPerStep * Steps / Seconds / 1e9;

    public double CpuSecondsPerGigabyte(Workload workload) => CpuSeconds / (workload.BytesPerStep * Steps / 1e9);
}
