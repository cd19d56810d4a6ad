using System.Globalization;
using Granary.Benchmarks.Common.Workloads;
using Granary.Benchmarks.Scaling.Clusters;
using Granary.Benchmarks.Scaling.Reporting;
using Granary.Grains.Interfaces.Jobs;

namespace Granary.Benchmarks.Scaling.Traffic;

/// <summary>
/// Holds what silos send against the system's own counter of the loopback device. Unix sockets do not pass it, so the silos use
/// Orleans' transport, over TCP, which sends the same messages.
/// </summary>
public static class CheckPart
{
    // TCP's and IP's headers in each packet of a loopback device, its link header included.
    private const int HeaderBytes = 66;

    private static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(5);

    /// <summary>Checks the networks of <see cref="Options"/> that were counted with two silos and float32.</summary>
    public static async Task<IReadOnlyList<CheckResult>> Run(Options options, IReadOnlyList<BytesResult> counted)
    {
        var results = new List<CheckResult>();
        foreach (var network in options.Networks)
        {
            if (counted.FirstOrDefault(c => c.Network == network.Name && c.Silos == 2 && c.Wire == $"{WireName.Float32}") is { } bytes)
            {
                results.Add(await Run(options, network, bytes.BytesPerStep.Sum(), bytes.Steps));
            }
        }

        return results;
    }

    private static async Task<CheckResult> Run(Options options, PeerNetwork network, double countedBytes, int steps)
    {
        using var folder = new WorkloadFolder(network, options.Data);
        await using var cluster = await SiloCluster.Start([1, 1], "--transport", "stock", SiloCluster.Insecure, SiloProcess.NoSharedMemory);
        await Train(steps);
        var (idleStart, idleClock) = (Loopback(), TimeProvider.System.GetTimestamp());
        await Task.Delay(IdleTime);
        var idle = (Loopback() - idleStart) / TimeProvider.System.GetElapsedTime(idleClock).TotalSeconds;
        var few = await Train(steps);
        var many = await Train(2 * steps);
        var bytes = (many.Bytes - few.Bytes - (idle * (many.Seconds - few.Seconds))) / steps;
        return new CheckResult(network.Name, countedBytes, bytes);

        async Task<(double Bytes, double Seconds)> Train(int count)
        {
            var (start, clock) = (Loopback(), TimeProvider.System.GetTimestamp());
            await (await cluster.Submit(folder.Workload.Spec(Options.Shards, count))).Completed();
            return (Loopback() - start, TimeProvider.System.GetElapsedTime(clock).TotalSeconds);
        }
    }

    // Bytes sent over the loopback device so far, without the packets' headers.
    private static double Loopback()
    {
        var fields = File.ReadLines("/proc/net/dev").Single(l => l.TrimStart().StartsWith("lo:", StringComparison.Ordinal))
            .Split(':')[1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return double.Parse(fields[8], CultureInfo.InvariantCulture) - (HeaderBytes * double.Parse(fields[9], CultureInfo.InvariantCulture));
    }
}
