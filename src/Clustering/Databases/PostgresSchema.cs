using Npgsql;

namespace Granary.Clustering.Databases;

/// <summary>Sets up a PostgreSQL database for clusters: tables, functions and queries that Orleans asks for by name.</summary>
/// <remarks>
/// Everything happens in one transaction under an advisory lock: a second one who does the same at the same time waits, and then
/// finds everything there.
/// </remarks>
public static class PostgresSchema
{
    // Any number will do that nobody else takes: the letters "granary".
    private const long LockNumber = 0x6772616E617279;

    /// <summary>Sets up what is missing.</summary>
    /// <param name="connectionString">As Npgsql takes it, for a role that may create tables.</param>
    /// <param name="cancellationToken">Ends it; nothing is changed then.</param>
    /// <returns>The scripts that were applied; none when everything was there.</returns>
    /// <exception cref="DatabaseException">It failed and nothing was changed; the message is for the user.</exception>
    public static async Task<IReadOnlyList<string>> CreateAsync(string connectionString, CancellationToken cancellationToken)
    {
        await using var connection = await PostgresDatabase.OpenAsync(connectionString, cancellationToken);
        try
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await LockAsync(connection, cancellationToken);
            var applied = new List<string>();
            foreach (var script in PostgresScript.All)
            {
                if (!await script.IsAppliedAsync(connection, cancellationToken))
                {
                    await script.ApplyAsync(connection, cancellationToken);
                    applied.Add(script.Name);
                }
            }

            await transaction.CommitAsync(cancellationToken);
            return applied;
        }
        catch (PostgresException e)
        {
            throw new DatabaseException(
                $"The database {PostgresDatabase.Name(connectionString)} was not set up, and nothing in it was changed: {e.MessageText}. "
                + "Expected an empty database and a role that may create tables in it (CREATE DATABASE granary OWNER granary).",
                e);
        }
    }

    private static async Task LockAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT pg_advisory_xact_lock($1)", connection);
        command.Parameters.Add(new NpgsqlParameter { Value = LockNumber });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
