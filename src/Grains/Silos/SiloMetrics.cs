using System.Diagnostics.Metrics;
using Granary.Grains.Compute;
using Granary.Grains.Interfaces.Silos;
using Granary.Grains.Membership;
using Granary.Grains.Telemetry;
using Microsoft.Extensions.Hosting;

namespace Granary.Grains.Silos;

/// <summary>What can be read of a silo at any time. It is started with the silo, so that all instruments are there from the beginning.</summary>
internal sealed class SiloMetrics : IHostedService
{
    private const string Direction = "direction";

    /// <summary>Makes the instruments.</summary>
    /// <param name="training">The instruments of what happens, whose meter these have too.</param>
    /// <param name="executor">The compute threads.</param>
    /// <param name="membership">The cluster.</param>
    /// <param name="traffic">What the transport counts; null for Orleans' own transport, which counts nothing.</param>
    public SiloMetrics(
        TrainingMetrics training, ComputeExecutor executor, IClusterMembershipService membership, ISiloTraffic? traffic = null)
    {
        var meter = training.Meter;
        meter.CreateObservableGauge(
            "granary.compute.utilization", () => executor.Load, "1", "The share of time in which the compute threads were at work lately.");
        meter.CreateObservableUpDownCounter("granary.compute.threads", () => executor.Team.Threads, "{thread}", "Compute threads.");
        meter.CreateObservableUpDownCounter(
            "granary.cluster.silos", () => ActiveSilos.Of(membership).Length, "{silo}", "Active members of the cluster, as this silo sees it.");
        if (traffic is not null)
        {
            meter.CreateObservableCounter("granary.exchange.io", () => Read(traffic), "By", "Bytes exchanged with other silos over sockets.");
        }
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static IEnumerable<Measurement<long>> Read(ISiloTraffic traffic) =>
    [
        new(traffic.BytesSent, new KeyValuePair<string, object?>(Direction, "transmit")),
        new(traffic.BytesReceived, new KeyValuePair<string, object?>(Direction, "receive")),
    ];
}
