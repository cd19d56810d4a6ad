using Granary.Clustering.Addresses;
using Granary.Clustering.Databases;
using Granary.Clustering.Storage.Tests.Servers;

namespace Granary.Clustering.Storage.Tests.Databases;

public sealed class DatabaseCheckTests
{
    [Fact]
    public async Task RequireAsync_NoRedisThere_NamesTheAddressAndTheRemedy()
    {
        var port = Ports.Free();

        Assert.Equal(
            $"The Redis server at 127.0.0.1:{port} cannot be used: it does not answer. Start it (redis-server --appendonly yes), or correct "
            + "HOST, PORT or password in --cluster redis:HOST:PORT[,password=...].",
            await Fault($"redis:127.0.0.1:{port},password=hidden"));
    }

    [Fact]
    public async Task RequireAsync_NoPostgresThere_NamesTheAddressAndTheRemedy()
    {
        var port = Ports.Free();

        var fault = await Fault($"postgres:Host=127.0.0.1;Port={port};Username=granary;Password=hidden");

        Assert.StartsWith($"The PostgreSQL database granary at 127.0.0.1:{port} cannot be used: ", fault, StringComparison.Ordinal);
        Assert.Contains("Start the server, or correct Host, Port,", fault, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("redis:,abc=1", "Expected redis:HOST:PORT, for example redis:127.0.0.1:6379")]
    [InlineData("redis:host:6379,nonsense=1", "'nonsense' is not a valid option")]
    [InlineData("postgres:nonsense", "Expected pairs like postgres:Host=db;Port=5432;")]
    [InlineData("postgres:Hst=db", "'hst' is not a valid key")]
    [InlineData("postgres:Username=granary", "it names no Host")]
    public async Task RequireAsync_UnreadableAddress_SaysWhatIsExpected(string address, string expected)
    {
        var fault = await Fault(address);

        Assert.Contains(expected, fault, StringComparison.Ordinal);
        Assert.DoesNotContain("(Parameter", fault, StringComparison.Ordinal);
        Assert.Equal(fault, DatabaseCheck.FindFault(ClusterAddress.Parse(address)!));
    }

    [Theory]
    [InlineData("local")]
    [InlineData("redis:db")]
    [InlineData("redis:db:6379,password=hidden")]
    [InlineData("postgres:Host=db;Username=granary")]
    public void FindFault_ReadableAddress_IsNull(string address) => Assert.Null(DatabaseCheck.FindFault(ClusterAddress.Parse(address)!));

    [Theory]
    [InlineData("db,password=hidden", "db:6379")]
    [InlineData("127.0.0.1:7000,[::1]:7001", "127.0.0.1:7000, [::1]:7001")]
    public void Name_RedisEndpoint_ShowsServersAndNoSecrets(string endpoint, string expected) =>
        Assert.Equal(expected, RedisServer.Name(endpoint));

    [Fact]
    public Task RequireAsync_LocalCluster_AsksNobody() => DatabaseCheck.RequireAsync(new ClusterAddress.Local(), CancellationToken.None);

    internal static async Task<string> Fault(string address)
    {
        var parsed = ClusterAddress.Parse(address)!;
        return (await Assert.ThrowsAsync<DatabaseException>(() => DatabaseCheck.RequireAsync(parsed, CancellationToken.None))).Message;
    }
}

[Collection(RedisTests.Name)]
public sealed class RedisCheckTests(RedisFixture fixture)
{
    [Theory]
    [InlineData("")]
    [InlineData(",password=wrong")]
    public async Task RequireAsync_WrongPassword_SaysSo(string options) => Assert.Contains(
        "it rejects the user or the password", await DatabaseCheckTests.Fault($"redis:{fixture.Place}{options}"), StringComparison.Ordinal);

    [Fact]
    public Task RequireAsync_RightPassword_IsFine() => DatabaseCheck.RequireAsync(fixture.Address, CancellationToken.None);
}

[Collection(PostgresTests.Name)]
public sealed class PostgresCheckTests(PostgresFixture fixture)
{
    [Fact]
    public async Task RequireAsync_NoSuchDatabase_SaysSo() => Assert.Contains(
        "database \"absent\" does not exist", await DatabaseCheckTests.Fault($"{fixture.Address("absent")}"), StringComparison.Ordinal);

    [Fact]
    public async Task RequireAsync_EmptyDatabase_SaysHowToSetItUp() => Assert.Contains(
        "lacks the table orleansquery. Set it up once: granary-silo database create --cluster postgres:",
        await DatabaseCheckTests.Fault($"{await fixture.CreateDatabaseAsync()}"),
        StringComparison.Ordinal);
}
