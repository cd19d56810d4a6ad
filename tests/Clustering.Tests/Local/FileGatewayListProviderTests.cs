using Granary.Clustering.Local;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Granary.Clustering.Tests.Local;

public sealed class FileGatewayListProviderTests : LocalTestBase
{
    private readonly FileGatewayListProvider _gateways;

    public FileGatewayListProviderTests() => _gateways = new FileGatewayListProvider(
        Folder, Options.Create(new GatewayOptions { GatewayListRefreshPeriod = TimeSpan.FromSeconds(3) }));

    [Fact]
    public async Task GetGateways_NoTable_GivesNone()
    {
        await _gateways.InitializeGatewayListProvider();

        Assert.Empty(await _gateways.GetGateways());
        Assert.Equal(TimeSpan.FromSeconds(3), _gateways.MaxStaleness);
    }

    [Fact]
    public async Task GetGateways_SilosOfAllStates_GivesTheActiveOnesThatServeClients()
    {
        foreach (var status in Enum.GetValues<SiloStatus>().Where(s => s != SiloStatus.Active))
        {
            await InsertAsync(status);
        }

        var closed = NewEntry();
        closed.ProxyPort = 0;
        Assert.True(await Table.InsertRowAsync(closed, (await Table.ReadAllAsync(default)).Version.Next(), default));
        await InsertAsync();

        Assert.Equal(["gwy.tcp://127.0.0.1:30000/7"], (await _gateways.GetGateways()).Select(g => g.ToString().TrimEnd('/')));
    }

    [Fact]
    public async Task GetGateways_SiloWhoseProcessIsGone_IsLeftOut()
    {
        var silo = await InsertAsync();
        using (await AliveLock.TakeAsync(Folder.AliveFile(silo.SiloAddress)))
        {
            Assert.Single(await _gateways.GetGateways());
        }

        // What a killed process leaves behind.
        await File.WriteAllTextAsync(Folder.AliveFile(silo.SiloAddress), "");

        Assert.Empty(await _gateways.GetGateways());
    }

    [Fact]
    public async Task GetGateways_SiloThatDoesNotSign_IsLeftOutWhereOthersDo()
    {
        var frozen = await InsertAsync();
        using var frozenLock = await AliveLock.TakeAsync(Folder.AliveFile(frozen.SiloAddress));
        File.SetLastWriteTimeUtc(Folder.AliveFile(frozen.SiloAddress), DateTime.UtcNow.AddSeconds(-5));

        // Nobody else is there.
        Assert.Single(await _gateways.GetGateways());

        var other = await InsertAsync();
        using var otherLock = await AliveLock.TakeAsync(Folder.AliveFile(other.SiloAddress));
        Assert.Single(await _gateways.GetGateways());

        frozenLock.Sign();
        Assert.Equal(2, (await _gateways.GetGateways()).Count);
    }
}
