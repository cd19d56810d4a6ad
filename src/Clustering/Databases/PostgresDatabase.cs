using Npgsql;

namespace Granary.Clustering.Databases;

/// <summary>The PostgreSQL database of a cluster.</summary>
internal static class PostgresDatabase
{
    /// <summary>The name by which Orleans knows the driver.</summary>
    public const string Invariant = "Npgsql";

    /// <summary>Makes sure that the database answers and holds the tables that Orleans needs.</summary>
    /// <exception cref="DatabaseException">It does not.</exception>
    public static async Task RequireAsync(string connectionString, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(connectionString, cancellationToken);
        foreach (var script in PostgresScript.All)
        {
            if (!await script.IsAppliedAsync(connection, cancellationToken))
            {
                throw new DatabaseException(
                    $"The PostgreSQL database {Name(connectionString)} lacks the table {script.Table}. Set it up once: "
                    + "granary-silo database create --cluster postgres:CONNECTION-STRING");
            }
        }
    }

    /// <summary>Opens a connection.</summary>
    /// <exception cref="DatabaseException">That failed, or the connection string is none.</exception>
    public static async Task<NpgsqlConnection> OpenAsync(string connectionString, CancellationToken cancellationToken)
    {
        var name = Name(connectionString);
        var connection = new NpgsqlConnection(connectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            return connection;
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException or System.Net.Sockets.SocketException)
        {
            await connection.DisposeAsync();
            throw new DatabaseException(
                $"The PostgreSQL database {name} cannot be used: {Reason(e)}. Start the server, or correct Host, Port, Username, Password "
                + "or Database in --cluster postgres:CONNECTION-STRING.",
                e);
        }
    }

    /// <summary>A database's address without secrets.</summary>
    /// <exception cref="DatabaseException">The connection string is none.</exception>
    public static string Name(string connectionString)
    {
        try
        {
            var builder = new NpgsqlConnectionStringBuilder(connectionString);
            return builder.Host is { Length: > 0 } host
                ? $"{builder.Database ?? builder.Username} at {host}:{builder.Port}"
                : throw new ArgumentException("it names no Host");
        }
        catch (ArgumentException e)
        {
            throw new DatabaseException(
                $"The connection string of postgres:... cannot be read: {Reason(e)}. Expected pairs like "
                + "postgres:Host=db;Port=5432;Username=granary;Password=SECRET;Database=granary (quote it in a shell).",
                e);
        }
    }

    private static string Reason(Exception e) => e switch
    {
        PostgresException postgres => postgres.MessageText,
        ArgumentException { ParamName: { Length: > 0 } key } => $"'{key}' is not a valid key, or its value is wrong",
        { InnerException: System.Net.Sockets.SocketException inner } => inner.Message,
        _ => e.Message.TrimEnd('.'),
    };
}
