using Granary.Clustering.Doors;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Granary.Clustering.Transport.Tests;

public sealed class GranaryTransportExtensionsTests
{
    [Fact]
    public void Silo_OrleansRegistersOtherwise_SaysWhatWasFound()
    {
        var e = Assert.Throws<NotSupportedException>(() => Host.CreateEmptyApplicationBuilder(null).UseOrleans(silo =>
        {
            silo.Services.AddKeyedSingleton<IConnectionFactory>("another", (_, _) => null!);
            silo.UseGranaryTransport(ClusterDoors.Open);
        }));

        Assert.Contains("2 connection factories and 2 listener factories here, expected 1 and 2", e.Message);
        Assert.Contains("Orleans 10.", e.Message);
    }

    [Fact]
    public void Client_OwnTransport_ReplacesOrleansFactory()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.UseOrleansClient(client => client.UseLocalhostClustering().UseGranaryTransport(ClusterDoors.Open));
        using var host = builder.Build();

        var key = Assert.Single(builder.Services, d => d.IsKeyedService && d.ServiceType == typeof(IConnectionFactory)).ServiceKey;
        Assert.IsType<TransportConnectionFactory>(host.Services.GetRequiredKeyedService<IConnectionFactory>(key));
    }
}
