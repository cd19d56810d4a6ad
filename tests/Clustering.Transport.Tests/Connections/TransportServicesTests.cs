using Granary.Clustering.Doors;
using Microsoft.Extensions.Logging.Abstractions;

namespace Granary.Clustering.Transport.Tests.Connections;

public sealed class TransportServicesTests
{
    [Fact]
    public void CountersAt_PortOfClients_AreTheirOwn()
    {
        var services = new TransportServices(ClusterDoors.Open, useUnixSockets: false, NullLogger<TransportServices>.Instance, clientPort: 30000);

        Assert.Same(services.ClientCounters, services.CountersAt(30000));
        Assert.Same(services.Counters, services.CountersAt(11111));
        Assert.NotSame(services.Counters, services.ClientCounters);
    }
}
