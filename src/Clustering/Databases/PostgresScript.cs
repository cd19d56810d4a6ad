using Npgsql;

namespace Granary.Clustering.Databases;

/// <summary>A script that sets up a part of the database.</summary>
/// <param name="Name">Its file's name in <c>deploy/postgres</c>.</param>
/// <param name="Table">What it makes and nothing else does: where that is, the script was applied.</param>
internal sealed record PostgresScript(string Name, string Table)
{
    /// <summary>All scripts, in the order in which they are applied.</summary>
    public static IReadOnlyList<PostgresScript> All { get; } =
    [
        new("PostgreSQL-Main.sql", "orleansquery"),
        new("PostgreSQL-Clustering.sql", "orleansmembershiptable"),
        new("PostgreSQL-Persistence.sql", "orleansstorage"),
        new("granary.sql", "orleansstorage_one_record"),
    ];

    /// <summary>Whether the script was applied.</summary>
    public async Task<bool> IsAppliedAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT to_regclass($1) IS NOT NULL", connection);
        command.Parameters.Add(new NpgsqlParameter { Value = Table });
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Applies the script.</summary>
    public async Task ApplyAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Read(), connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private string Read()
    {
        using var reader = new StreamReader(typeof(PostgresScript).Assembly.GetManifestResourceStream(Name)!);
        return reader.ReadToEnd();
    }
}
