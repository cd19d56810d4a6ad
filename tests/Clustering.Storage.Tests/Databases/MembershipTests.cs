using Granary.Clustering.Addresses;
using Granary.Clustering.Storage.Tests.Servers;
using Granary.Clustering.Storage.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Granary.Clustering.Storage.Tests.Databases;

[Collection(RedisTests.Name)]
public sealed class RedisMembershipTests(RedisFixture fixture)
{
    [Fact]
    public Task UseRedisMembership_SecondSiloAndClient_FindTheFirst() => Membership.SecondSiloAndClientFindTheFirst(fixture.Address);
}

[Collection(PostgresTests.Name)]
public sealed class PostgresMembershipTests(PostgresFixture fixture)
{
    [Fact]
    public Task UsePostgresMembership_SecondSiloAndClient_FindTheFirst() => Membership.SecondSiloAndClientFindTheFirst(fixture.Cluster);
}

internal static class Membership
{
    /// <summary>Starts a silo and a client that know nothing but the address of a cluster that has a silo.</summary>
    public static async Task SecondSiloAndClientFindTheFirst(ClusterAddress address)
    {
        await using var second = await TestSilo.StartAsync(address, new DataDirectory(Path.GetTempPath()));
        using var client = await TestSilo.ConnectAsync(address);
        var grains = client.Services.GetRequiredService<IGrainFactory>();

        var hosts = await grains.GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true);
        var answer = await grains.GetGrain<ICounterGrain>($"counter-{Guid.NewGuid():N}").Add(3);

        Assert.Equal(2, hosts.Count);
        Assert.Equal(3, answer.Sum);
        await client.StopAsync();
    }
}
