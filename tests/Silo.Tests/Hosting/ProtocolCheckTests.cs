using Granary.Clustering;
using Granary.Clustering.Addresses;
using Granary.Clustering.Hosting;
using Granary.Grains.Interfaces;
using Granary.Silo.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Granary.Silo.Tests.Hosting;

public sealed class ProtocolCheckTests : IDisposable
{
    private readonly TemporaryFolder _data = new();
    private readonly ClusterPlace _place;

    public ProtocolCheckTests() => _place = new ClusterPlace(new ClusterAddress.Local(), new DataDirectory(_data.Path));

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Start_OthersSpeakAnotherProtocol_FailsWithBothVersions()
    {
        using var first = Build(null);
        await first.StartAsync();
        using var newer = Build(ClusterDefaults.ProtocolVersion + 1);

        var e = await Assert.ThrowsAsync<ProtocolMismatchException>(() => newer.StartAsync());

        Assert.StartsWith($"the cluster at local ({_data.Path}) speaks Granary protocol {ClusterDefaults.ProtocolVersion}, this program speaks protocol {ClusterDefaults.ProtocolVersion + 1}", e.Message);
        await first.StopAsync();
    }

    private IHost Build(int? protocol)
    {
        var ports = Ports.Free(2);
        var settings = new SiloSettings { Cluster = _place, Port = ports[0], GatewayPort = ports[1], Cores = 1 };
        return SiloHost.Build(settings, builder =>
        {
            if (protocol is { } version)
            {
                builder.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(
                    s => ActivatorUtilities.CreateInstance<ProtocolCheck>(s, _place, version));
            }
        });
    }
}
