using Granary.Clustering.Databases;
using Granary.Clustering.Storage.Tests.Servers;
using Npgsql;

namespace Granary.Clustering.Storage.Tests.Databases;

[Collection(PostgresTests.Name)]
public sealed class PostgresSchemaTests(PostgresFixture fixture)
{
    private static readonly string[] AllScripts =
        ["PostgreSQL-Main.sql", "PostgreSQL-Clustering.sql", "PostgreSQL-Persistence.sql", "granary.sql"];

    [Fact]
    public async Task CreateAsync_Twice_DoesNothingTheSecondTime()
    {
        var database = await fixture.CreateDatabaseAsync();

        Assert.Equal(AllScripts, await Create(database.ConnectionString));
        Assert.Empty(await Create(database.ConnectionString));
        await DatabaseCheck.RequireAsync(database, CancellationToken.None);
    }

    [Fact]
    public async Task CreateAsync_ManyAtOnce_OneDoesIt()
    {
        var database = await fixture.CreateDatabaseAsync();

        var applied = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Create(database.ConnectionString)));

        Assert.Equal(AllScripts, Assert.Single(applied, a => a.Count > 0));
    }

    [Fact]
    public async Task CreateAsync_FailureHalfWay_ChangesNothing()
    {
        var database = await fixture.CreateDatabaseAsync();
        await Execute(database.ConnectionString, "CREATE TABLE orleansmembershipversiontable (mine integer)");

        var error = await Assert.ThrowsAsync<DatabaseException>(() => Create(database.ConnectionString));

        Assert.Contains("nothing in it was changed: relation \"orleansmembershipversiontable\" already exists", error.Message, StringComparison.Ordinal);
        await Execute(database.ConnectionString, "DROP TABLE orleansmembershipversiontable");
        Assert.Equal(AllScripts, await Create(database.ConnectionString));
    }

    private static Task<IReadOnlyList<string>> Create(string connectionString) =>
        PostgresSchema.CreateAsync(connectionString, CancellationToken.None);

    private static async Task Execute(string connectionString, string sql)
    {
        await using var connection = await PostgresDatabase.OpenAsync(connectionString, CancellationToken.None);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
